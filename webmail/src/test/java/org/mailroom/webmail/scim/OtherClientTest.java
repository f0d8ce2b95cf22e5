package org.mailroom.webmail.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.scim2.client.ScimService;
import com.unboundid.scim2.common.GenericScimResource;
import com.unboundid.scim2.common.exceptions.PreconditionFailedException;
import com.unboundid.scim2.common.exceptions.ResourceConflictException;
import com.unboundid.scim2.common.exceptions.ResourceNotFoundException;
import com.unboundid.scim2.common.filters.Filter;
import com.unboundid.scim2.common.messages.ListResponse;
import com.unboundid.scim2.common.types.Email;
import com.unboundid.scim2.common.types.GroupResource;
import com.unboundid.scim2.common.types.Member;
import com.unboundid.scim2.common.types.Name;
import com.unboundid.scim2.common.types.ResourceTypeResource;
import com.unboundid.scim2.common.types.SchemaResource;
import com.unboundid.scim2.common.types.UserResource;
import com.unboundid.scim2.server.utils.ResourceTypeDefinition;
import com.unboundid.scim2.server.utils.SchemaChecker;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.WebTarget;

import org.glassfish.jersey.client.ClientConfig;
import org.glassfish.jersey.jnh.connector.JavaNetHttpConnectorProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** With a client that others wrote, whose schema checks look at every answer. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherClientTest {
    private ScimServer server;
    private Client http;
    private ScimService client;
    private SchemaChecker users;
    private SchemaChecker groups;

    @BeforeAll
    void start() throws Exception {
        server = new ScimServer();
        http =
                ClientBuilder.newClient(
                        new ClientConfig().connectorProvider(new JavaNetHttpConnectorProvider()));
        http.register(
                (ClientRequestFilter)
                        request ->
                                request.getHeaders()
                                        .putSingle("Authorization", "Bearer " + server.token));
        WebTarget target = http.target(server.uri(""));
        client = new ScimService(target);
        users = checker("User");
        groups = checker("Group");
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    /** Made from what the server itself says of its schemas. */
    private SchemaChecker checker(String type) throws Exception {
        ResourceTypeResource resourceType = client.getResourceType(type);
        var definition =
                new ResourceTypeDefinition.Builder(
                                resourceType.getName(), resourceType.getEndpoint().toString())
                        .setCoreSchema(client.getSchema(resourceType.getSchema().toString()));
        for (var extension : resourceType.getSchemaExtensions()) {
            definition.addOptionalSchemaExtension(
                    client.getSchema(extension.getSchema().toString()));
        }
        return new SchemaChecker(definition.build());
    }

    /** What the server shows fits its schemas: every attribute is known and of its type. */
    private void fits(SchemaChecker checker, String path) throws Exception {
        ObjectNode shown =
                client.retrieve(URI.create(path), GenericScimResource.class).getObjectNode();
        ObjectNode without = checker.removeReadOnlyAttributes(shown);
        SchemaChecker.Results results = checker.checkCreate(without);
        List<String> issues = new ArrayList<>(results.getSyntaxIssues());
        issues.addAll(results.getPathIssues());
        assertThat(issues).as("%s", shown).isEmpty();
    }

    private static UserResource user(String name) {
        return new UserResource()
                .setUserName(name + "@example.org")
                .setName(new Name().setGivenName("Given").setFamilyName(name))
                .setEmails(
                        new Email()
                                .setValue(name + "@example.org")
                                .setPrimary(true)
                                .setType("work"));
    }

    @Test
    void discovers() throws Exception {
        assertThat(client.getServiceProviderConfig().getPatch().isSupported()).isTrue();
        ListResponse<SchemaResource> schemas = client.getSchemas();
        assertThat(schemas.getTotalResults()).isEqualTo(5);
        assertThat(client.getResourceTypes().getTotalResults()).isEqualTo(2);
    }

    @Test
    void aPersonsLife() throws Exception {
        UserResource made = client.create("Users", user("life"));
        assertThat(made.getId()).isNotBlank();
        assertThat(made.getMeta().getVersion()).startsWith("W/");
        fits(users, "Users/" + made.getId());
        UserResource read = client.retrieve("Users", made.getId(), UserResource.class);
        assertThat(read.getName().getFamilyName()).isEqualTo("life");
        assertThatThrownBy(() -> client.create("Users", user("life")))
                .isInstanceOf(ResourceConflictException.class);

        read.setTitle("Nurse");
        UserResource replaced = client.replace(read);
        assertThat(replaced.getTitle()).isEqualTo("Nurse");
        UserResource changed =
                client.modifyRequest("Users", made.getId())
                        .replaceValue("displayName", "Shown")
                        .addValues(
                                "roles",
                                new com.unboundid.scim2.common.types.Role().setValue("clinician"))
                        .replaceValue("active", false)
                        .invoke(UserResource.class);
        assertThat(changed.getDisplayName()).isEqualTo("Shown");
        assertThat(changed.getActive()).isFalse();
        assertThat(changed.getRoles()).hasSize(1);
        fits(users, "Users/" + made.getId());
        assertThatThrownBy(() -> client.replaceRequest(made.setTitle("x")).ifMatch().invoke())
                .isInstanceOf(PreconditionFailedException.class);
        client.delete("Users", made.getId());
        assertThatThrownBy(() -> client.retrieve("Users", made.getId(), UserResource.class))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void searches() throws Exception {
        for (String name : List.of("search-a", "search-b", "search-c")) {
            client.create("Users", user(name));
        }
        ListResponse<UserResource> found =
                client.searchRequest("Users")
                        .filter(
                                Filter.and(
                                        Filter.sw("userName", "search-"),
                                        Filter.not(Filter.eq("name.familyName", "search-b"))))
                        .sort("userName", com.unboundid.scim2.common.messages.SortOrder.DESCENDING)
                        .page(1, 10)
                        .attributes("userName")
                        .invoke(UserResource.class);
        assertThat(found.getResources())
                .extracting(UserResource::getUserName)
                .containsExactly("search-c@example.org", "search-a@example.org");
        ListResponse<UserResource> posted =
                client.searchRequest("Users")
                        .filter(
                                Filter.hasComplexValue(
                                        "emails", Filter.eq("value", "search-b@example.org")))
                        .invokePost(UserResource.class);
        assertThat(posted.getTotalResults()).isEqualTo(1);
    }

    @Test
    void aGroupsLife() throws Exception {
        UserResource one = client.create("Users", user("member-one"));
        UserResource two = client.create("Users", user("member-two"));
        GroupResource made =
                client.create(
                        "Groups",
                        new GroupResource()
                                .setDisplayName("Others")
                                .setMembers(List.of(new Member().setValue(one.getId()))));
        assertThat(made.getMembers()).hasSize(1);
        fits(groups, "Groups/" + made.getId());
        GroupResource changed =
                client.modifyRequest("Groups", made.getId())
                        .addValues("members", new Member().setValue(two.getId()))
                        .removeValues("members[value eq \"" + one.getId() + "\"]")
                        .invoke(GroupResource.class);
        assertThat(changed.getMembers()).extracting(Member::getValue).containsExactly(two.getId());
        client.delete("Groups", made.getId());
        assertThatThrownBy(() -> client.retrieve("Groups", made.getId(), GroupResource.class))
                .isInstanceOf(ResourceNotFoundException.class);
    }
}
