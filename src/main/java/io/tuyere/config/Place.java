package io.tuyere.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Where something stands.
 *
 * @param file or the variable or flag
 * @param line from 1; 0 where there are no lines
 * @param column from 1
 */
record Place(String file, int line, int column) {
    static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    static Place of(String file, Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
                .orElse(whole(file));
    }
}
