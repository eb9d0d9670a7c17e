package io.tuyere.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.composite.loggingevent.ArgumentsJsonProvider;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggerNameJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventFormattedTimestampJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventThreadNameJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;

/** How events become JSON: an object per line, its fields flat. */
final class JsonLines {
    private JsonLines() {}

    /** What the gateway says about itself. */
    static Encoder<ILoggingEvent> events(LoggerContext context) {
        LogLevelJsonProvider level = new LogLevelJsonProvider();
        level.setFieldName("level");
        LoggerNameJsonProvider logger = new LoggerNameJsonProvider();
        logger.setFieldName("logger");
        LoggingEventThreadNameJsonProvider thread = new LoggingEventThreadNameJsonProvider();
        thread.setFieldName("thread");
        StackTraceJsonProvider stack = new StackTraceJsonProvider();
        stack.setFieldName("stack");
        return encoder(
                context,
                List.of(
                        time(),
                        level,
                        logger,
                        thread,
                        new MessageJsonProvider(),
                        new KeyValuePairsJsonProvider(),
                        stack));
    }

    /** Calls: an event's only argument writes its fields. */
    static Encoder<ILoggingEvent> calls(LoggerContext context) {
        return encoder(context, List.of(time(), new ArgumentsJsonProvider()));
    }

    /** A console that writes such lines, started. */
    static Appender<ILoggingEvent> stdout(LoggerContext context, String name, Encoder<ILoggingEvent> encoder) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName(name);
        console.setEncoder(encoder);
        console.start();
        return console;
    }

    private static LoggingEventFormattedTimestampJsonProvider time() {
        LoggingEventFormattedTimestampJsonProvider time = new LoggingEventFormattedTimestampJsonProvider();
        time.setFieldName("time");
        time.setPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        time.setTimeZone("UTC");
        return time;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, List<JsonProvider<ILoggingEvent>> providers) {
        LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();
        encoder.setContext(context);
        encoder.setLineSeparator("UNIX");
        providers.forEach(encoder.getProviders()::addProvider);
        encoder.start();
        return encoder;
    }
}
