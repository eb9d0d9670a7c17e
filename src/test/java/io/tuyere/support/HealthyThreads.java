package io.tuyere.support;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.ByteBufAllocator;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
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
    /** Vert.x's logs under the name that its class once had. */
    private static final List<String> WATCHERS =
            List.of("io.vertx.core.impl.BlockedThreadChecker", "io.netty.util.ResourceLeakDetector");

    private static final int ALLOCATIONS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            findings.add(event.getFormattedMessage());
        }
    };

    /** On the tests of the watch itself, which nobody else is to take amiss. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface PlantsTrouble {}

    @Override
    public void beforeAll(ExtensionContext context) {
        begin(isJourney(context));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (context.getRequiredTestClass().isAnnotationPresent(PlantsTrouble.class)) {
            detach();
        } else {
            end(isJourney(context));
        }
    }

    private static boolean isJourney(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName().endsWith("IT");
    }

    /** Begins to watch, with buffers collected before that others lost. */
    void begin(boolean collecting) {
        if (collecting) {
            collectBuffers();
        }
        findings.clear();
        appender.start();
        watchers().forEach(logger -> logger.addAppender(appender));
    }

    /** Whether anything was found so far. */
    boolean found() {
        return !findings.isEmpty();
    }

    /** Ends the watch; fails with what was found. */
    void end(boolean collecting) {
        if (collecting) {
            collectBuffers();
        }
        detach();
        if (!findings.isEmpty()) {
            throw new AssertionError("blocked event loops or leaked buffers: " + findings);
        }
    }

    private void detach() {
        watchers().forEach(logger -> logger.detachAppender(appender));
    }

    private static void collectBuffers() {
        awaitCollection();
        for (int i = 0; i < ALLOCATIONS; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
    }

    /** What the collector found is told to the detector by a thread of its own, in no time that could be counted on. */
    private static void awaitCollection() {
        ReferenceQueue<Object> told = new ReferenceQueue<>();
        WeakReference<Object> lost = new WeakReference<>(new Object(), told);
        System.gc();
        try {
            boolean collected = told.remove(PATIENCE.toMillis()) != null && lost.refersTo(null);
            if (!collected) {
                throw new AssertionError("nothing was collected within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for the collector", e);
        }
    }

    private static List<Logger> watchers() {
        return WATCHERS.stream()
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
    }
}
