package org.mailroom.webmail.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mailroom.messaging.audit.Action;
import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditEvent;
import org.mailroom.messaging.people.Person;
import org.mailroom.messaging.people.Scope;
import org.mailroom.webmail.api.ApiServer.Caller;
import org.mailroom.webmail.api.ApiServer.Said;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

@Timeout(60)
class AuditResourceTest {
    private static ApiServer server;
    private static Caller auditor;

    @BeforeAll
    static void start() {
        server = new ApiServer();
        auditor = server.session(server.person("auditor"), Scope.AUDIT_READ, Scope.SELF);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void anOwnerSeesWhoElseOpenedTheMailAndReadAboutThem() {
        Person ann = server.person("ann");
        Person bob = server.person("bob");
        server.audit.record(
                new AuditEvent(
                        Actor.named("console"),
                        Action.MAIL_EXPORTED,
                        java.util.Optional.of(ann.id()),
                        java.util.Optional.empty(),
                        java.util.Optional.of("a court order")));
        auditor.get("/api/v1/audit/records?subject=ann@care.example").is(200);
        Said own = server.session(ann, Scope.SELF).get("/api/v1/me/access-log").is(200);
        assertThat(own.at("/items/0/action")).isEqualTo("audit-read");
        assertThat(own.at("/items/0/actor")).isEqualTo("auditor@care.example");
        assertThat(own.at("/items/1/action")).isEqualTo("mail-exported");
        assertThat(own.at("/items/1/reason")).isEqualTo("a court order");
        assertThat(
                        server.session(bob, Scope.SELF)
                                .get("/api/v1/me/access-log")
                                .is(200)
                                .json()
                                .at("/items"))
                .isEmpty();
    }

    @Test
    void theLogIsReadBackwardsInParts() {
        for (int i = 0; i < 5; i++) {
            server.audit.record(AuditEvent.of(Actor.CONSOLE, Action.KEYS_ROTATED));
        }
        List<Long> seen = new ArrayList<>();
        Said part = auditor.get("/api/v1/audit/records?limit=2").is(200);
        for (int i = 0; i < 3; i++) {
            part.json().at("/items").forEach(r -> seen.add(r.at("/id").asLong()));
            part = auditor.get("/api/v1/audit/records?limit=2&after=" + part.at("/next")).is(200);
        }
        assertThat(seen).hasSize(6).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo(seen.get(i - 1) - 1);
        }
    }

    /** As somebody would who has the checkpoint and only these few lines of code. */
    @Test
    void aProofHoldsAgainstACheckpoint() throws Exception {
        server.audit.record(AuditEvent.of(Actor.CONSOLE, Action.KEYS_ROTATED));
        long record = server.audit.size() - 1;
        Said checkpoint = auditor.post("/api/v1/audit/checkpoint", null).is(200);
        long size = checkpoint.json().at("/size").asLong();
        assertThat(auditor.get("/api/v1/audit/checkpoint").is(200).json())
                .isEqualTo(checkpoint.json());
        JsonNode proof =
                auditor.get("/api/v1/audit/records/" + record + "/proof?size=" + size)
                        .is(200)
                        .json();
        byte[] number = ByteBuffer.allocate(8).putLong(record).array();
        byte[] hash =
                sha256(new byte[1], number, octets(proof, "/previous"), octets(proof, "/body"));
        long index = record;
        long last = size - 1;
        for (JsonNode step : proof.at("/path")) {
            byte[] other = Base64.getDecoder().decode(step.textValue());
            if (index % 2 == 1 || index == last) {
                hash = sha256(new byte[] {1}, other, hash);
                while (index % 2 == 0 && index != 0) {
                    index /= 2;
                    last /= 2;
                }
            } else {
                hash = sha256(new byte[] {1}, hash, other);
            }
            index /= 2;
            last /= 2;
        }
        assertThat(hash).isEqualTo(octets(checkpoint.json(), "/root"));
    }

    private static byte[] octets(JsonNode node, String pointer) {
        return Base64.getDecoder().decode(node.at(pointer).asText());
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    @Test
    void whatCannotBeProvedIsSaid() {
        server.audit.record(AuditEvent.of(Actor.CONSOLE, Action.KEYS_ROTATED));
        auditor.post("/api/v1/audit/checkpoint", null).is(200);
        auditor.get("/api/v1/audit/consistency?first=1").is(200);
        auditor.get("/api/v1/audit/consistency?first=0").no(404, "not-found");
        auditor.get("/api/v1/audit/consistency?first=x").no(400, "bad-request");
        auditor.get("/api/v1/audit/records/999999/proof").no(404, "not-found");
        auditor.get("/api/v1/audit/records?subject=nobody@care.example").no(404, "not-found");
    }
}
