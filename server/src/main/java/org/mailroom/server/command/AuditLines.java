package org.mailroom.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.mailroom.messaging.audit.Actor;
import org.mailroom.messaging.audit.AuditProofs;
import org.mailroom.messaging.audit.AuditReader;
import org.mailroom.messaging.audit.AuditRecord;
import org.mailroom.messaging.audit.Checkpoint;
import org.mailroom.messaging.audit.Severity;
import org.mailroom.server.wiring.OpenStore;

import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records and proofs of the audit log as lines: for people, and as JSON. */
final class AuditLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditLines() {}

    static String text(OpenStore store, AuditRecord record) {
        var line = new StringBuilder();
        line.append(record.seq()).append("  ").append(record.at()).append("  ");
        line.append(action(record));
        if (record.severity() != Severity.NONE) {
            line.append(" (").append(Say.word(record.severity())).append(')');
        }
        line.append("  by ").append(actor(store, record.actor()));
        record.subject().ifPresent(s -> line.append("  of ").append(Say.address(store, s)));
        record.object().ifPresent(o -> line.append("  ").append(o));
        record.reason().ifPresent(r -> line.append("  \"").append(r).append('"'));
        if (record.erased()) {
            line.append("  (reason erased with the account)");
        }
        return line.toString();
    }

    private static String action(AuditRecord record) {
        return record.action().map(a -> a.word()).orElse("unknown-action");
    }

    private static String actor(OpenStore store, Actor actor) {
        return actor.account().map(id -> Say.address(store, id)).orElse(actor.name());
    }

    static String json(OpenStore store, AuditReader.Raw raw) {
        AuditRecord says = raw.says();
        var map = new LinkedHashMap<String, Object>();
        map.put("record", raw.seq());
        map.put("at", says.at().toString());
        map.put("action", action(says));
        map.put("severity", Say.word(says.severity()));
        map.put("actor", actor(store, says.actor()));
        says.actor().account().ifPresent(id -> map.put("actorAccount", id.value()));
        says.subject().ifPresent(id -> map.put("subject", Say.address(store, id)));
        says.subject().ifPresent(id -> map.put("subjectAccount", id.value()));
        says.object().ifPresent(o -> map.put("object", o));
        says.reason().ifPresent(r -> map.put("reason", r));
        map.put("body", base64(raw.body()));
        map.put("hash", hex(raw.hash()));
        return json(map);
    }

    static String json(Checkpoint checkpoint, String key) {
        return json(Map.<String, Object>of("checkpoint", checkpoint.note(), "key", key));
    }

    static String json(AuditProofs.Inclusion proof, Optional<Checkpoint> checkpoint) {
        var map = new LinkedHashMap<String, Object>();
        map.put("record", proof.seq());
        map.put("previous", hex(proof.previous()));
        map.put("body", base64(proof.body()));
        map.put("size", proof.size());
        map.put("root", hex(proof.root()));
        map.put("path", hex(proof.path()));
        checkpoint.ifPresent(c -> map.put("checkpoint", c.note()));
        return json(map);
    }

    static String json(AuditProofs.Consistency proof, Optional<Checkpoint> checkpoint) {
        var map = new LinkedHashMap<String, Object>();
        map.put("first", proof.first());
        map.put("firstRoot", hex(proof.firstRoot()));
        map.put("size", proof.size());
        map.put("root", hex(proof.root()));
        map.put("path", hex(proof.path()));
        checkpoint.ifPresent(c -> map.put("checkpoint", c.note()));
        return json(map);
    }

    private static List<String> hex(List<byte[]> hashes) {
        return hashes.stream().map(AuditLines::hex).toList();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String json(Map<String, Object> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
