package org.mailroom.webmail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

import java.util.function.DoubleSupplier;

/**
 * What {@code /metrics} shows: the JVM, and the counts that the wiring hands in as suppliers. The
 * modules themselves know no metrics library.
 */
public final class Metrics {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public Metrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** A value that goes up and down. {@code tags} are alternating keys and values. */
    public void gauge(String name, String text, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .description(text)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** A count that somebody else keeps and that only grows. */
    public void count(String name, String text, DoubleSupplier total, String... tags) {
        FunctionCounter.builder(name, total, DoubleSupplier::getAsDouble)
                .description(text)
                .tags(tags)
                .register(registry);
    }

    /** A counter to step; the same name and tags give the same counter. */
    public Runnable counter(String name, String text, String... tags) {
        return Counter.builder(name).description(text).tags(tags).register(registry)::increment;
    }

    String scrape() {
        return registry.scrape();
    }
}
