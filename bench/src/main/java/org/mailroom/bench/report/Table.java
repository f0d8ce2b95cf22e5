package org.mailroom.bench.report;

import org.mailroom.bench.peer.Peers;
import org.mailroom.bench.scenario.Aim;
import org.mailroom.bench.scenario.Figure;
import org.mailroom.bench.scenario.Scenario;
import org.mailroom.bench.scenario.Scenarios;

import java.util.List;
import java.util.OptionalDouble;

/** Medians side by side, in Markdown. */
final class Table {
    private static final String NOTHING = "–";

    private final Samples samples;

    Table(Samples samples) {
        this.samples = samples;
    }

    /** Mailroom beside another server; the aims are aims against Dovecot. */
    String comparison(String against, String title) {
        boolean aims = against.equals("dovecot");
        StringBuilder out = new StringBuilder();
        out.append("| | unit | Mailroom | " + title + " | ratio |");
        out.append(aims ? " aim | met |\n" : "\n");
        out.append("|---|---|--:|--:|--:|").append(aims ? "---|---|\n" : "\n");
        for (Figure figure : figures()) {
            OptionalDouble own = samples.median(against, Peers.MAILROOM, figure.key());
            OptionalDouble other = samples.median(against, against, figure.key());
            if (own.isEmpty() && other.isEmpty()) {
                continue;
            }
            out.append("| ").append(figure.label()).append(" | ").append(figure.unit());
            out.append(" | ").append(cell(own)).append(" | ").append(cell(other));
            out.append(" | ").append(ratio(figure, own, other)).append(" |");
            if (aims) {
                out.append(" ").append(figure.aim()).append(" | ");
                out.append(verdict(figure, own, other)).append(" |");
            }
            out.append("\n");
        }
        return out.toString();
    }

    /** One server alone, with what the generator and the server took of the processors. */
    String alone(String against, String server) {
        StringBuilder out = new StringBuilder();
        out.append(
                "| | unit | figure | generator, cores | server, cores |\n|---|---|--:|--:|--:|\n");
        for (Figure figure : figures()) {
            OptionalDouble own = samples.median(against, server, figure.key());
            if (own.isPresent()) {
                String key = figure.key();
                out.append("| ").append(figure.label()).append(" | ").append(figure.unit());
                out.append(" | ").append(cell(own)).append(" | ");
                out.append(cell(samples.median(against, server, key, s -> s.cores().generator())));
                out.append(" | ");
                out.append(cell(samples.median(against, server, key, s -> s.cores().server())));
                out.append(" |\n");
            }
        }
        return out.toString();
    }

    private static List<Figure> figures() {
        return Scenarios.all().stream().map(Scenario::figures).flatMap(List::stream).toList();
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? Figure.plain(value.getAsDouble()) : NOTHING;
    }

    private static String ratio(Figure figure, OptionalDouble own, OptionalDouble other) {
        return own.isPresent() && other.isPresent()
                ? Figure.plain(figure.advantage(own.getAsDouble(), other.getAsDouble())) + "×"
                : NOTHING;
    }

    private static String verdict(Figure figure, OptionalDouble own, OptionalDouble other) {
        if (figure.aim().equals(Aim.none()) || own.isEmpty() || other.isEmpty()) {
            return "";
        }
        double advantage = figure.advantage(own.getAsDouble(), other.getAsDouble());
        return figure.aim().met(own.getAsDouble(), advantage) ? "yes" : "**no**";
    }
}
