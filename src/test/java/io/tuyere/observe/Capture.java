package io.tuyere.observe;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;

/** Hands the events of one logger to a test instead of the console. */
final class Capture extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger;
    private final Consumer<ILoggingEvent> taker;

    Capture(Logger logger, Consumer<ILoggingEvent> taker) {
        this.logger = logger;
        this.taker = taker;
        start();
        logger.setAdditive(false);
        logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        taker.accept(event);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
    }
}
