package io.tuyere.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails every test class during which Vert.x found an event loop blocked, or Netty a buffer that nobody let go. Netty finds
 * such a buffer only when it is collected and another one is allocated; both are brought about around every journey, so that
 * what is found belongs to the class that is blamed.
 */
public final class HealthyThreads implements BeforeAllCallback, AfterAllCallback {
    private static final List<String> WATCHERS =
            List.of("io.vertx.core.internal.threadchecker.BlockedThreadChecker", "io.netty.util.ResourceLeakDetector");

    private static final int ALLOCATIONS = 1_000;

    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            findings.add(event.getFormattedMessage());
        }
    };

    @Override
    public void beforeAll(ExtensionContext context) {
        collectBuffers(context);
        findings.clear();
        appender.start();
        watchers().forEach(logger -> logger.addAppender(appender));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        collectBuffers(context);
        watchers().forEach(logger -> logger.detachAppender(appender));
        if (!findings.isEmpty()) {
            throw new AssertionError("blocked event loops or leaked buffers: " + findings);
        }
    }

    private static void collectBuffers(ExtensionContext context) {
        if (context.getRequiredTestClass().getSimpleName().endsWith("IT")) {
            System.gc();
            for (int i = 0; i < ALLOCATIONS; i++) {
                ByteBufAllocator.DEFAULT.directBuffer(1).release();
            }
        }
    }

    private static List<Logger> watchers() {
        return WATCHERS.stream()
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
    }
}
