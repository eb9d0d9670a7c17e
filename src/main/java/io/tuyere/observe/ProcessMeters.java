package io.tuyere.observe;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.util.internal.PlatformDependent;
import io.prometheus.metrics.core.metrics.Info;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What the process uses: memory, threads, processor, files; and what it is. All of it is looked up when somebody asks. */
final class ProcessMeters {
    private ProcessMeters() {}

    static void register(Meters meters, PrometheusMeterRegistry registry, String version) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections(registry);
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

    /**
     * Not Micrometer's {@code JvmGcMetrics}: it has the JVM tell of every collection, which keeps a thread busy, and the compiler
     * with it, beside the calls that the collection has just held up.
     */
    private static void collections(PrometheusMeterRegistry registry) {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            FunctionTimer.builder(
                            "jvm.gc.collection",
                            collector,
                            GarbageCollectorMXBean::getCollectionCount,
                            GarbageCollectorMXBean::getCollectionTime,
                            TimeUnit.MILLISECONDS)
                    .description("Collections of garbage, and the time they took")
                    .tag("gc", collector.getName())
                    .register(registry);
        }
    }
}
