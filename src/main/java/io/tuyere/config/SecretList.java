package io.tuyere.config;

import io.tuyere.core.Secret;
import io.tuyere.core.Secrets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An {@code access-secret}: one value, or a list of the new one and the old one that it replaces. */
final class SecretList {
    private static final String KEY = "access-secret";
    private static final int MOST = 2;

    private SecretList() {}

    /** The secrets of a section, each read so; empty if they are missing or, with a problem, if they are not in order. */
    static Optional<Secrets> read(Section section, Function<Scalar, Optional<Secret>> reading) {
        List<Scalar> written = section.scalars(KEY);
        List<Secret> secrets = written.stream()
                .flatMap(scalar -> reading.apply(scalar).stream())
                .toList();
        if (written.size() > MOST) {
            section.problem(KEY, "lists " + written.size() + " secrets; keep the new one and the one that it replaces");
            return Optional.empty();
        }
        if (secrets.isEmpty() || secrets.size() < written.size()) {
            return Optional.empty();
        }
        if (secrets.size() == 1) {
            return Optional.of(Secrets.of(secrets.get(0)));
        }
        if (secrets.get(0).equals(secrets.get(1))) {
            section.problem(KEY, "lists the same secret twice; put the new one first, or keep one");
            return Optional.empty();
        }
        return Optional.of(new Secrets(secrets.get(0), secrets.get(1)));
    }
}
