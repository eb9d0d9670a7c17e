package io.tuyere.gateway;

import io.tuyere.core.Failure;
import io.tuyere.core.LocateProbe;
import io.tuyere.core.LocateProbe.Subject;
import io.tuyere.core.ResourceId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /tuyere/v1/locate} is asked for.
 *
 * @param parameter as the client named it
 * @param schema of the app whose user it is, empty for none
 */
record Sought(Subject subject, String parameter, String id, String schema) {
    private static final int LONGEST = 128;

    /** Reads a query; fails with {@code BAD_REQUEST}. */
    static Sought of(@Nullable String query) {
        List<String> given = Stream.of("device_id", "uid", "username")
                .filter(name -> !QueryParameters.first(query, name).isEmpty())
                .toList();
        if (given.size() != 1) {
            throw new Failure.BadRequest("say what to look for by one of device_id, uid and username").toException();
        }
        String name = given.get(0);
        String id = QueryParameters.first(query, name);
        String schema = QueryParameters.first(query, "schema");
        if (id.length() > LONGEST || schema.length() > LONGEST) {
            throw new Failure.BadRequest("an id has at most " + LONGEST + " characters").toException();
        }
        Subject subject = subject(name, schema);
        boolean plain = ResourceId.of(ResourceId.Kind.DEVICE, id).isPresent();
        if (!plain && (subject == Subject.DEVICE || subject == Subject.UID)) {
            throw new Failure.BadRequest(name + " must be letters, digits, dashes and underscores").toException();
        }
        return new Sought(subject, name, id, schema);
    }

    private static Subject subject(String name, String schema) {
        return switch (name) {
            case "device_id" -> Subject.DEVICE;
            case "uid" -> Subject.UID;
            default -> schema.isEmpty() ? Subject.USERNAME : Subject.USERNAME_IN_SCHEMA;
        };
    }

    /** What is remembered of it, empty for names, which are no ids. */
    Optional<ResourceId> resource() {
        return switch (subject) {
            case DEVICE -> ResourceId.of(ResourceId.Kind.DEVICE, id);
            case UID -> ResourceId.of(ResourceId.Kind.USER, id);
            case USERNAME, USERNAME_IN_SCHEMA -> Optional.empty();
        };
    }

    Inquiry.Question question(Route route) {
        LocateProbe probe = LocateProbe.of(subject);
        String query = filled(probe.query());
        return new Inquiry.Question(route, filled(probe.path()), query.isEmpty() ? null : query);
    }

    private String filled(String text) {
        return text.replace("{id}", encoded(id)).replace("{schema}", encoded(schema));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Names nobody. */
    @Override
    public String toString() {
        return "Sought[" + subject + "]";
    }
}
