package io.tuyere.config;

import io.tuyere.support.GeneratedPage;
import io.tuyere.support.MarkdownTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the schemas say. */
final class ConfigurationReferenceTest {
    private static final Pattern DEFAULT = Pattern.compile("(.*?) ?Default: (.*)\\.");
    private static final String TENANT = "<tenant>.";
    private static final Pattern CREDENTIAL = Pattern.compile("<tenant>\\.credentials\\[(.*)]\\.(.*)");

    @Test
    void keysAreThoseOfTheSchemas() {
        new GeneratedPage("configuration.md").says(Map.of("tuyere.yaml", main(), "tenants.yaml", tenants()));
    }

    /** A table a group, after one of the keys that stand alone. */
    private static String main() {
        Map<String, List<SchemaKey>> groups = SchemaKeys.of("tuyere").all().stream()
                .collect(Collectors.groupingBy(key -> group(key.path()), LinkedHashMap::new, Collectors.toList()));
        return groups.entrySet().stream()
                .map(group -> main(group.getKey(), group.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String group(String path) {
        return path.split("[.\\[]", 2)[0];
    }

    private static String main(String name, List<SchemaKey> keys) {
        SchemaKey first = keys.get(0);
        MarkdownTable table = MarkdownTable.of("key, variable", "type", "default", "a change", "what it is");
        keys.stream()
                .filter(key -> !key.path().equals(name) || !key.group())
                .forEach(key -> table.add(name(key), key.type(), standard(key), effect(key), words(key)));
        String about = first.group() ? first.description() + "\n\n" : "";
        return "### `" + name + "`\n\n" + about + table;
    }

    private static String name(SchemaKey key) {
        String name = "`" + key.path() + "`";
        return key.variable() ? name + "<br>`" + Overrides.variable(key.path()) + "`" : name;
    }

    private static String effect(SchemaKey key) {
        return WaitingKeys.live(key.path().replaceAll("\\[.*", "")) ? "at once" : "restart";
    }

    private static String tenants() {
        List<SchemaKey> all = SchemaKeys.of("tenants").all();
        MarkdownTable own = MarkdownTable.of("key", "type", "default", "what it is");
        Map<String, MarkdownTable> credentials = new LinkedHashMap<>();
        for (SchemaKey key : all) {
            Matcher credential = CREDENTIAL.matcher(key.path());
            if (credential.matches()) {
                add(
                        credentials.computeIfAbsent(
                                credential.group(1), type -> MarkdownTable.of("key", "type", "default", "what it is")),
                        credential.group(2),
                        key);
            } else if (key.path().startsWith(TENANT)) {
                add(own, key.path().substring(TENANT.length()), key);
            }
        }
        return "### A tenant\n\n" + all.get(0).description() + "\n\n" + own
                + credentials.entrySet().stream()
                        .map(each -> "\n### A credential of type `" + each.getKey() + "`\n\n" + each.getValue())
                        .collect(Collectors.joining());
    }

    private static void add(MarkdownTable table, String name, SchemaKey key) {
        table.add("`" + name + "`", key.type(), standard(key), words(key));
    }

    private static String standard(SchemaKey key) {
        if (key.required()) {
            return "required";
        }
        if (key.defaultValue() != null) {
            return "`" + key.defaultValue() + "`";
        }
        Matcher said = DEFAULT.matcher(key.description());
        return said.matches() ? said.group(2) : "";
    }

    private static String words(SchemaKey key) {
        Matcher said = DEFAULT.matcher(key.description());
        String meaning = said.matches() ? said.group(1) : key.description();
        Stream<String> example = key.examples().stream().map(each -> "Example: `" + each + "`.");
        return Stream.concat(Stream.of(meaning), example).collect(Collectors.joining(" "));
    }
}
