package org.mailroom.mailstore.mime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What must hold of the summary of any octets whatever. Throws AssertionError. */
final class Invariants {
    private final byte[] message;
    private final Summary summary;

    private Invariants(byte[] message, Summary summary) {
        this.message = message;
        this.summary = summary;
    }

    static Summary check(byte[] message) throws IOException {
        Summary summary = MessageScanner.scan(message);
        new Invariants(message, summary).check();
        return summary;
    }

    private void check() throws IOException {
        require(summary.size() == message.length, "size");
        require(summary.structure().whole().equals(new Range(0, message.length)), "whole");
        checkPart(summary.structure(), List.of(), true);
        require(
                Arrays.equals(chunked(new Random(message.length)).encode(), summary.encode()),
                "another chunking, another summary");
        Summary decoded = Summary.decode(summary.encode());
        require(decoded.structure().equals(summary.structure()), "decoded");
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        summary.writeEnvelope(wire);
        WireSyntax.check(wire.toByteArray(), 10);
        wire.reset();
        summary.writeBodyStructure(wire);
        WireSyntax.check(wire.toByteArray(), -1);
        wire.reset();
        summary.writeBody(wire);
        WireSyntax.check(wire.toByteArray(), -1);
        summary.sent();
        summary.baseSubject();
        summary.from();
        summary.to();
        summary.messageId();
        summary.references();
        require(summary.hasAttachment() != summary.attachments().isEmpty(), "attachments");
        require(summary.preview().length() <= Preview.MAX, "preview");
    }

    private Summary chunked(Random random) {
        MessageScanner scanner = new MessageScanner();
        for (int at = 0; at < message.length; ) {
            int n =
                    Math.min(
                            message.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 99));
            scanner.write(message, at, n);
            at += n;
        }
        return scanner.summary();
    }

    private void checkPart(Part part, List<Integer> path, boolean startsMessage)
            throws IOException {
        Part.Extent extent = part.extent();
        require(
                extent.headerStart() <= extent.bodyStart()
                        && extent.bodyStart() <= extent.bodyEnd(),
                "order " + part);
        long lines = 0;
        for (long i = extent.bodyStart(); i < extent.bodyEnd(); i++) {
            if (message[(int) i] == '\n') lines++;
        }
        require(lines == extent.lines(), "lines " + lines + " of " + part);
        require((part.kind() == Part.Kind.LEAF) == part.children().isEmpty(), "kind " + part);
        long at = extent.bodyStart();
        int number = 0;
        for (Part child : part.children()) {
            require(
                    child.extent().headerStart() >= at
                            && child.extent().bodyEnd() <= extent.bodyEnd(),
                    "nesting " + child + " in " + part);
            at = child.extent().bodyEnd();
            if (part.kind() == Part.Kind.MESSAGE) {
                require(child.whole().equals(part.body()), "message " + part);
                List<Integer> here = startsMessage ? with(path, 1) : path;
                checkMessage(child, here);
                checkPart(child, here, true);
            } else {
                List<Integer> here = with(path, ++number);
                require(summary.part(here).equals(java.util.Optional.of(child)), "path " + here);
                checkPart(child, here, false);
            }
        }
        if (part.kind() == Part.Kind.LEAF) checkDecoding(part);
    }

    private void checkMessage(Part message, List<Integer> path) {
        Section header = new Section(path, Section.Text.HEADER, List.of());
        require(summary.range(header).orElseThrow().equals(message.header()), "header " + path);
        Section text = new Section(path, Section.Text.TEXT, List.of());
        require(summary.range(text).orElseThrow().equals(message.body()), "text " + path);
    }

    private void checkDecoding(Part part) throws IOException {
        ByteSource source = ByteSource.of(message);
        try (InputStream decoded = TransferDecoder.decode(part, source.range(part.body()))) {
            long size = decoded.readAllBytes().length;
            require(size == TransferDecoder.decodedSize(part, source), "decoded size");
        } catch (TransferDecoder.UnknownTransferEncoding expected) {
            require(!part.content().encoding().equals("base64"), "known encoding");
        }
    }

    private static List<Integer> with(List<Integer> path, int number) {
        List<Integer> longer = new ArrayList<>(path);
        longer.add(number);
        return longer;
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new AssertionError(what);
    }
}
