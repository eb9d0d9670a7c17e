package io.tuyere.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;

/** A parser that gives up on deep nesting, before the recursive composer behind it runs out of stack. */
final class ShallowParser implements Parser {
    private static final int MAX_DEPTH = 32;

    private final Parser parser;
    private int depth;

    ShallowParser(Parser parser) {
        this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> enter(event);
            case MappingEnd, SequenceEnd -> depth--;
            default -> {}
        }
        return event;
    }

    private void enter(Event event) {
        if (++depth > MAX_DEPTH) {
            throw new TooDeep(event.getStartMark());
        }
    }

    /** Maps and lists within each other, more than any setting needs. */
    static final class TooDeep extends RuntimeException {
        private final transient Optional<Mark> mark;

        TooDeep(Optional<Mark> mark) {
            super("nested deeper than " + MAX_DEPTH + " levels");
            this.mark = mark;
        }

        Optional<Mark> mark() {
            return mark;
        }

        String words() {
            return "nested deeper than " + MAX_DEPTH + " levels, which no setting needs";
        }
    }
}
