package io.tuyere.config;

/** What YAML takes a value for. */
enum Kind {
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NOTHING("nothing"),
    MAP("a map"),
    LIST("a list"),
    /** From a variable, a flag or a reference, where everything is text. */
    UNTYPED("text");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** As it is named in messages. */
    String words() {
        return words;
    }
}
