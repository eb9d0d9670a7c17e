package io.tuyere.observe;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.core.metrics.Info;

/** What the process uses: memory, threads, processor, files; and what it is. Any thread. */
public final class ProcessMeters {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    ProcessMeters(Meters meters, PrometheusMeterRegistry registry, String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        Info.builder()
                .name("tuyere_build_info") // an ending that Micrometer's gauges may not have
                .help("1, with what runs")
                .labelNames("version", "java")
                .register(registry.getPrometheusRegistry())
                .setLabelValues(version, Integer.toString(Runtime.version().feature()));
        meters.gauge(
                "tuyere_direct_memory_bytes",
                "Memory outside of the heap that buffers of connections use",
                PlatformDependent::usedDirectMemory);
    }

    /** Listens to the process no more. */
    public void close() {
        collections.close();
    }
}
