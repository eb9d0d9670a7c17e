package io.tuyere.support;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A page of the documentation with parts that code knows best. Such a part stands between a line
 * {@code <!-- generated: name -->} and a line {@code <!-- end of name -->}; what is around it is written by hand.
 */
public final class GeneratedPage {
    /** What rewrites all of them. */
    public static final String COMMAND = "WRITE_DOCS=1 mvn -q test -Dtest='*ReferenceTest'";

    private static final boolean WRITE = "1".equals(System.getenv("WRITE_DOCS"));

    private final Path file;

    /** A page in the folder of documentation. */
    public GeneratedPage(String name) {
        this.file = Path.of("docs", name);
    }

    /** Fails when a part says something else than this; or makes it say so, where that is wanted. */
    public void says(Map<String, String> parts) {
        try {
            String committed = Files.readString(file);
            String right = committed;
            for (Map.Entry<String, String> part : parts.entrySet()) {
                right = with(right, part.getKey(), part.getValue());
            }
            if (WRITE) {
                Files.writeString(file, right);
            } else if (!committed.equals(right)) {
                fail("%s differs from the code%s%nTo rewrite it: %s", file, difference(committed, right), COMMAND);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private String with(String page, String name, String text) {
        String begin = "<!-- generated: " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf("<!-- end of " + name + " -->\n");
        if (from < 0 || to < from) {
            return fail("%s has no lines <!-- generated: %s --> and <!-- end of %s -->", file, name, name);
        }
        return page.substring(0, from + begin.length()) + "\n" + text.strip() + "\n\n" + page.substring(to);
    }

    private static String difference(String committed, String right) {
        List<String> old = committed.lines().toList();
        List<String> young = right.lines().toList();
        for (int i = 0; i < Math.max(old.size(), young.size()); i++) {
            String was = i < old.size() ? old.get(i) : "";
            String is = i < young.size() ? young.get(i) : "";
            if (!Objects.equals(was, is)) {
                return " in line %d:%n  is:        %s%n  should be: %s".formatted(i + 1, was, is);
            }
        }
        return " in the end of its last line";
    }
}
