package io.tuyere;

import io.tuyere.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a secret from where an option says: {@code env:NAME}, {@code file:PATH}, or the text itself. */
final class SecretOption implements ITypeConverter<Secret> {
    @Override
    public Secret convert(String text) {
        if (text.startsWith("env:")) {
            @Nullable String value = System.getenv(text.substring(4));
            if (value == null) {
                throw new TypeConversionException("the environment has no " + text.substring(4));
            }
            return secret(value);
        }
        if (text.startsWith("file:")) {
            try {
                return secret(Files.readString(Path.of(text.substring(5))).stripTrailing());
            } catch (IOException | InvalidPathException unreadable) {
                throw new TypeConversionException("cannot read the secret from " + text.substring(5));
            }
        }
        return secret(text);
    }

    private static Secret secret(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("the secret is empty");
        }
        return Secret.of(text);
    }
}
