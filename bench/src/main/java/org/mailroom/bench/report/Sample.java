package org.mailroom.bench.report;

import org.mailroom.bench.scenario.Cores;

import java.util.Locale;

/**
 * One measured value: a line of the data file.
 *
 * @param against the server that Mailroom was set beside in this run
 * @param server the server measured
 * @param figure the key of the figure
 */
record Sample(
        String date,
        String against,
        String server,
        String figure,
        int round,
        double value,
        Cores cores) {

    static Sample parse(String line) {
        String[] f = line.split("\t", -1);
        if (f.length != 8) {
            throw new IllegalArgumentException("not a sample: " + line);
        }
        return new Sample(
                f[0],
                f[1],
                f[2],
                f[3],
                Integer.parseInt(f[4]),
                Double.parseDouble(f[5]),
                new Cores(Double.parseDouble(f[6]), Double.parseDouble(f[7])));
    }

    String line() {
        return String.join(
                "\t",
                date,
                against,
                server,
                figure,
                Integer.toString(round),
                String.format(Locale.ROOT, "%.4g", value),
                String.format(Locale.ROOT, "%.2f", cores.generator()),
                String.format(Locale.ROOT, "%.2f", cores.server()));
    }
}
