package org.mailroom.webmail.scim;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.mailstore.testkit.TestStore;
import org.mailroom.messaging.provision.ImportFile;
import org.mailroom.messaging.provision.ImportOptions;
import org.mailroom.messaging.provision.ImportReport;
import org.mailroom.messaging.provision.ImportReport.Outcome;
import org.mailroom.messaging.provision.Imports;
import org.mailroom.webmail.scim.ScimServer.Said;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes to provision many people, each with a role, an attribute, an external id, a
 * relation and a group. {@code -Dmailroom.provision.people=100000} for the figure in
 * docs/provisioning.md; a thousand otherwise.
 */
@Timeout(900)
class ProvisioningSpeedTest {
    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningSpeedTest.class);
    private static final int PEOPLE = Integer.getInteger("mailroom.provision.people", 1_000);
    private static final int OFFICES = Math.max(1, PEOPLE / 100);
    private static final int GROUPS = Math.max(1, PEOPLE / 100);
    private static final int IN_ONE_REQUEST = 2_000;
    private double processor = processorSeconds();
    private static final String OWN = "urn:mailroom:scim:schemas:extension:2.0:User";

    @Test
    void byImport() throws IOException {
        try (ScimServer scim = new ScimServer()) {
            var imports =
                    new Imports(
                            scim.store.store(),
                            scim.store.masters(),
                            scim.directory,
                            scim.organisation,
                            scim.links,
                            name -> name,
                            InstantSource.system());
            List<ImportFile> files = files();
            ImportReport report =
                    imports.run(
                            files,
                            ImportOptions.DEFAULT,
                            ScimServer.ADMIN,
                            (stage, done, total) -> {},
                            c -> {});
            assertThat(report.mistakes()).isEmpty();
            assertThat(report.count("people", Outcome.CREATED)).isEqualTo(PEOPLE);
            assertThat(report.count("relations", Outcome.CREATED)).isEqualTo(PEOPLE - OFFICES);
            assertThat(report.count("members", Outcome.CREATED)).isEqualTo(PEOPLE);
            print("import", report.took());
            ImportReport again =
                    imports.run(
                            files,
                            ImportOptions.DEFAULT,
                            ScimServer.ADMIN,
                            (stage, done, total) -> {},
                            c -> {});
            assertThat(again.count("people", Outcome.UNCHANGED)).isEqualTo(PEOPLE);
            print("import again, nothing changed", again.took());
        }
    }

    /** Processor time says what it takes where others take the processors. */
    private static double processorSeconds() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private void print(String what, Duration took) {
        double now = processorSeconds();
        LOG.warn(
                "{}: {} people with relations and groups in {} s, {} a second, processor time {} s",
                what,
                PEOPLE,
                took.toMillis() / 1_000.0,
                PEOPLE * 1_000L / Math.max(1, took.toMillis()),
                now - processor);
        processor = now;
    }

    private static List<ImportFile> files() {
        StringBuilder people = new StringBuilder("address,external_id,name,roles,attribute.site\n");
        StringBuilder relations = new StringBuilder("from,to,relation\n");
        StringBuilder groups = new StringBuilder("group,title,kind\n");
        StringBuilder members = new StringBuilder("group,member\n");
        for (int i = 0; i < GROUPS; i++) {
            groups.append("g%d@example.org,Group %d,class%n".formatted(i, i));
        }
        for (int i = 0; i < PEOPLE; i++) {
            String role = i < OFFICES ? "instructor" : "student";
            people.append("p%d@example.org,X%d,Person %d,%s,s%d%n".formatted(i, i, i, role, i % 7));
            members.append("g%d@example.org,p%d@example.org%n".formatted(i % GROUPS, i));
            if (i >= OFFICES) {
                relations.append(
                        "p%d@example.org,p%d@example.org,instructor%n".formatted(i % OFFICES, i));
            }
        }
        List<ImportFile> files = new ArrayList<>();
        for (StringBuilder text : List.of(people, relations, groups, members)) {
            files.add(ImportFile.of("file" + files.size(), text.toString().getBytes(UTF_8)));
        }
        return files;
    }

    @Test
    void byBulk() {
        try (ScimServer scim =
                new ScimServer(TestStore.create(), new ScimSettings(false, 500, 2_000))) {
            long began = System.nanoTime();
            List<String> ids = new ArrayList<>();
            for (int from = 0; from < PEOPLE; from += IN_ONE_REQUEST) {
                List<String> operations = new ArrayList<>();
                for (int i = from; i < Math.min(PEOPLE, from + IN_ONE_REQUEST); i++) {
                    operations.add(user(i, ids));
                }
                ids.addAll(made(scim.post("/Bulk", bulk(operations)), operations.size()));
            }
            List<String> operations = new ArrayList<>();
            for (int g = 0; g < GROUPS; g++) {
                operations.add(group(g, ids));
                if (operations.size() == 500 || g == GROUPS - 1) {
                    made(scim.post("/Bulk", bulk(operations)), operations.size());
                    operations.clear();
                }
            }
            print("SCIM Bulk", Duration.ofNanos(System.nanoTime() - began));
            assertThat(scim.organisation.people().count()).isEqualTo(PEOPLE);
            long looked = System.nanoTime();
            Said last = scim.get("/Users?startIndex=" + (PEOPLE - 9) + "&count=10");
            assertThat(last.body().path("Resources")).hasSize(10);
            LOG.warn("the last page of ten in {} ms", (System.nanoTime() - looked) / 1_000_000);
            looked = System.nanoTime();
            Said found = scim.find("Users", "displayName eq \"Person 17\"");
            assertThat(found.body().path("totalResults").asInt()).isEqualTo(1);
            LOG.warn(
                    "a filter that no index knows in {} ms",
                    (System.nanoTime() - looked) / 1_000_000);
        }
    }

    private static String bulk(List<String> operations) {
        return "{'schemas':['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],'Operations':["
                + String.join(",", operations)
                + "]}";
    }

    private static List<String> made(Said said, int wanted) {
        List<String> ids =
                said.body()
                        .path("Operations")
                        .valueStream()
                        .filter(o -> o.path("status").asText().equals("201"))
                        .map(o -> o.path("location").asText().replaceAll(".*/", ""))
                        .toList();
        assertThat(ids).as("%s", said.body().path("detail")).hasSize(wanted);
        return ids;
    }

    /** Those with an office are among the first, made by the first request or by bulkId. */
    private static String user(int i, List<String> ids) {
        int office = i % OFFICES;
        String holder = office < ids.size() ? ids.get(office) : "bulkId:" + office;
        String relation =
                i < OFFICES ? "" : ",'relations':[{'kind':'instructor','value':'" + holder + "'}]";
        return "{'method':'POST','path':'/Users','bulkId':'"
                + i
                + "','data':"
                + ScimServer.userBody(
                        "p" + i,
                        ",'externalId':'X"
                                + i
                                + "','displayName':'Person "
                                + i
                                + "','roles':['"
                                + (i < OFFICES ? "instructor" : "student")
                                + "'],'"
                                + OWN
                                + "':{'attributes':[{'name':'site','value':'s"
                                + i % 7
                                + "'}]"
                                + relation
                                + "}")
                + "}";
    }

    private static String group(int g, List<String> ids) {
        List<String> members = new ArrayList<>();
        for (int i = g; i < PEOPLE; i += GROUPS) {
            members.add("{'value':'" + ids.get(i) + "'}");
        }
        return "{'method':'POST','path':'/Groups','bulkId':'g"
                + g
                + "','data':"
                + ScimServer.groupBody(
                        "Group " + g, ",'members':[" + String.join(",", members) + "]")
                + "}";
    }
}
