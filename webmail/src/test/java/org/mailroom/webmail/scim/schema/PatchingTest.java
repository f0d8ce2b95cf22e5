package org.mailroom.webmail.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.SplittableRandom;

/** RFC 7644 §3.5.2, and what identity providers send. */
@Timeout(20)
class PatchingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANN =
            "{'userName':'ann','name':{'givenName':'Ann','familyName':'Berg'},"
                    + "'emails':[{'value':'a@x','type':'work','primary':true},"
                    + "{'value':'a@home','type':'home'}],'active':true}";

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    private static ObjectNode patch(String resource, String... operations) throws Exception {
        String body =
                "{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':["
                        + String.join(",", operations)
                        + "]}";
        return Patching.apply(
                Schemas.USERS, json(resource), PatchChange.read(Schemas.USERS, json(body)));
    }

    private static void gives(String resource, String operation, String expected) throws Exception {
        assertThat(Patching.same(patch(resource, operation), json(expected)))
                .as("%s gives %s", operation, patch(resource, operation))
                .isTrue();
    }

    private static void refused(ScimError.Type type, String operation) {
        assertThatThrownBy(() -> patch(ANN, operation))
                .isInstanceOfSatisfying(ScimError.class, e -> assertThat(e.type()).isEqualTo(type));
    }

    @Test
    void addsToOneValueAndMany() throws Exception {
        gives(
                "{'userName':'a'}",
                "{'op':'add','path':'title','value':'Dr'}",
                "{'userName':'a','title':'Dr'}");
        gives(
                "{'emails':[{'value':'a','type':'work','primary':true}]}",
                "{'op':'add','path':'emails','value':[{'value':'b','primary':true}]}",
                "{'emails':[{'value':'a','type':'work','primary':false},{'value':'b','primary':true}]}");
        gives(
                "{'roles':[{'value':'a'}]}",
                "{'op':'add','path':'roles','value':[{'value':'a'}]}",
                "{'roles':[{'value':'a'}]}");
        gives(
                "{}",
                "{'op':'add','path':'name.givenName','value':'A'}",
                "{'name':{'givenName':'A'}}");
        gives(
                "{'name':{'givenName':'A'}}",
                "{'op':'add','path':'name','value':{'familyName':'B'}}",
                "{'name':{'givenName':'A','familyName':'B'}}");
    }

    @Test
    void replaces() throws Exception {
        gives(
                "{'roles':[{'value':'a'},{'value':'b'}]}",
                "{'op':'replace','path':'roles','value':[{'value':'c'}]}",
                "{'roles':[{'value':'c'}]}");
        gives(
                "{'emails':[{'value':'a','type':'work'},{'value':'b','type':'home'}]}",
                "{'op':'replace','path':'emails[type eq \\'work\\']','value':{'value':'c'}}",
                "{'emails':[{'type':'work','value':'c'},{'value':'b','type':'home'}]}");
        gives(
                "{'emails':[{'value':'a','type':'work'},{'value':'b','type':'home'}]}",
                "{'op':'replace','path':'emails[type eq \\'work\\'].value','value':'c'}",
                "{'emails':[{'value':'c','type':'work'},{'value':'b','type':'home'}]}");
        gives(
                "{'name':{'givenName':'A','familyName':'B'}}",
                "{'op':'replace','path':'name','value':{'givenName':'C'}}",
                "{'name':{'givenName':'C','familyName':'B'}}");
        gives("{'title':'x'}", "{'op':'replace','path':'title','value':null}", "{}");
    }

    @Test
    void removes() throws Exception {
        gives("{'userName':'a','title':'x'}", "{'op':'remove','path':'title'}", "{'userName':'a'}");
        gives(
                "{'emails':[{'value':'a','type':'work'},{'value':'b','type':'home'}]}",
                "{'op':'remove','path':'emails[type eq \\'work\\' and value ew \\'a\\']'}",
                "{'emails':[{'value':'b','type':'home'}]}");
        gives(
                "{'emails':[{'value':'a','type':'work'}]}",
                "{'op':'remove','path':'emails[type eq \\'work\\'].type'}",
                "{'emails':[{'value':'a'}]}");
        gives(
                "{'name':{'givenName':'A','familyName':'B'}}",
                "{'op':'remove','path':'name.givenName'}",
                "{'name':{'familyName':'B'}}");
        gives(
                "{'roles':[{'value':'a'}]}",
                "{'op':'remove','path':'roles[value eq \\'a\\']'}",
                "{}");
    }

    @Test
    void withoutAPathEachMemberIsAChange() throws Exception {
        gives(
                "{'userName':'a'}",
                "{'op':'Replace','value':{'active':'False','name.givenName':'G','title':'T',"
                        + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department':'D',"
                        + "'urn:mailroom:scim:schemas:extension:2.0:User':{'state':'active'},"
                        + "'id':'9','noSuch':1}}",
                "{'userName':'a','active':false,'name':{'givenName':'G'},'title':'T',"
                        + "'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':'D'},"
                        + "'urn:mailroom:scim:schemas:extension:2.0:User':{'state':'active'}}");
    }

    @Test
    void whatEntraSends() throws Exception {
        gives(
                "{'active':true}",
                "{'op':'Replace','path':'active','value':'False'}",
                "{'active':false}");
        gives(
                "{}",
                "{'op':'Add','path':'emails[type eq \\'work\\'].value','value':'a@x'}",
                "{'emails':[{'type':'work','value':'a@x'}]}");
        gives(
                "{}",
                "{'op':'Add','path':'roles[primary eq \\'True\\'].value','value':'r'}",
                "{'roles':[{'primary':true,'value':'r'}]}");
        gives(
                "{'roles':[{'value':'a'},{'value':'b'}]}",
                "{'op':'Remove','path':'roles','value':[{'value':'a'}]}",
                "{'roles':[{'value':'b'}]}");
        gives(
                "{}",
                "{'op':'Add','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',"
                        + "'value':'7'}",
                "{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'manager':{'value':'7'}}}");
        gives(
                "{'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User':{'department':'D'}}",
                "{'op':'Remove','path':'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'}",
                "{}");
    }

    @Test
    void refuses() throws Exception {
        refused(ScimError.Type.NO_TARGET, "{'op':'remove'}");
        refused(
                ScimError.Type.NO_TARGET,
                "{'op':'replace','path':'emails[type eq \\'fax\\'].value','value':'x'}");
        refused(ScimError.Type.INVALID_PATH, "{'op':'add','path':'shoeSize','value':1}");
        refused(ScimError.Type.INVALID_PATH, "{'op':'add','path':'emails[','value':1}");
        refused(
                ScimError.Type.INVALID_PATH,
                "{'op':'add','path':'emails[type pr].size','value':1}");
        refused(ScimError.Type.INVALID_PATH, "{'op':'remove','path':'title[value pr]'}");
        refused(ScimError.Type.INVALID_FILTER, "{'op':'remove','path':'emails[size pr]'}");
        refused(ScimError.Type.MUTABILITY, "{'op':'replace','path':'id','value':'x'}");
        refused(ScimError.Type.MUTABILITY, "{'op':'add','path':'groups','value':[{'value':'1'}]}");
        refused(ScimError.Type.MUTABILITY, "{'op':'remove','path':'userName'}");
        refused(ScimError.Type.INVALID_VALUE, "{'op':'add','path':'active','value':'perhaps'}");
        refused(ScimError.Type.INVALID_VALUE, "{'op':'add','path':'title'}");
        refused(ScimError.Type.INVALID_VALUE, "{'op':'add','value':'x'}");
        refused(
                ScimError.Type.INVALID_VALUE,
                "{'op':'replace','path':'urn:mailroom:scim:schemas:extension:2.0:User:state',"
                        + "'value':'asleep'}");
        refused(ScimError.Type.INVALID_SYNTAX, "{'op':'move','path':'title','value':'x'}");
        assertThatThrownBy(
                        () ->
                                PatchChange.read(
                                        Schemas.USERS, json("{'Operations':[{'op':'add'}]}")))
                .hasMessageContaining("schemas");
    }

    @Test
    void allOrNothing() throws Exception {
        ObjectNode before = json(ANN);
        assertThatThrownBy(
                        () ->
                                Patching.apply(
                                        Schemas.USERS,
                                        before,
                                        PatchChange.read(
                                                Schemas.USERS,
                                                json(
                                                        "{'schemas':['urn:ietf:params:scim:api:"
                                                                + "messages:2.0:PatchOp'],"
                                                                + "'Operations':[{'op':'add','path':"
                                                                + "'title','value':'x'},{'op':'add',"
                                                                + "'path':'no','value':1}]}"))))
                .isInstanceOf(ScimError.class);
        assertThat(before).isEqualTo(json(ANN));
    }

    @Test
    void whateverComesIsDoneOrRefused() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        String[] paths = {
            "userName",
            "name",
            "name.givenName",
            "emails",
            "emails.value",
            "roles",
            "active",
            "emails[type eq \\'work\\']",
            "emails[type eq \\'work\\'].value",
            "emails[not (type pr)]",
            "emails[primary eq true].type",
            "urn:mailroom:scim:schemas:extension:2.0:User",
            "urn:mailroom:scim:schemas:extension:2.0:User:relations[kind pr].until",
            "x",
            "",
            "a["
        };
        String[] values = {
            "'x'",
            "true",
            "1",
            "null",
            "[]",
            "{}",
            "[{'value':'x'}]",
            "{'value':'x','primary':true}",
            "['a','b']",
            "[[1]]",
            "{'givenName':'G'}",
            "[null]",
            "{'a':{'b':{'c':1}}}"
        };
        String[] operations = {"add", "remove", "replace"};
        for (int i = 0; i < 30_000; i++) {
            String operation =
                    "{'op':'"
                            + operations[random.nextInt(3)]
                            + "','path':'"
                            + paths[random.nextInt(paths.length)]
                            + "','value':"
                            + values[random.nextInt(values.length)]
                            + "}";
            try {
                ObjectNode after = patch(ANN, operation);
                // what came out is of the schemas: reading it changes nothing more
                ObjectNode read = Reading.resource(Schemas.USERS, after);
                assertThat(Reading.resource(Schemas.USERS, read)).isEqualTo(read);
            } catch (ScimError e) {
                assertThat(e.status()).isEqualTo(400);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + operation, e);
            }
        }
    }
}
