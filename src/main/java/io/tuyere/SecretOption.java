package io.tuyere;

import io.tuyere.core.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;

/** Reads a secret from where an option says: {@code env:NAME}, {@code file:PATH}, or the text itself. */
final class SecretOption implements ITypeConverter<Secret> {
    @Override
    public Secret convert(String text) {
        if (text.startsWith("env:")) {
            @Nullable String value = System.getenv(text.substring(4));
            if (value == null) {
                throw new IllegalArgumentException("the environment has no " + text.substring(4));
            }
            return Secret.of(value);
        }
        if (text.startsWith("file:")) {
            try {
                return Secret.of(Files.readString(Path.of(text.substring(5))).stripTrailing());
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read the secret from " + text.substring(5), unreadable);
            }
        }
        return Secret.of(text);
    }
}
