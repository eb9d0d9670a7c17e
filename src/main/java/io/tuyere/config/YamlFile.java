package io.tuyere.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A file as YAML nodes, which know their lines. Nothing is constructed from tags; length, depth and aliases are bounded.
 * Messages of the parser that quote the file are left out, because what they quote may be a secret.
 */
final class YamlFile {
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final int MAX_ALIASES = 20_000;

    private YamlFile() {}

    /** The only document of the file; empty if it has none, or if it has a problem. */
    static Optional<Node> read(Document document) {
        return text(document).flatMap(text -> compose(document, text));
    }

    private static Optional<String> text(Document document) {
        try (InputStream in = Files.newInputStream(document.file())) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                return refuse(document, "is longer than 16MiB");
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return refuse(document, "is not UTF-8");
        } catch (IOException e) {
            return refuse(document, "cannot be read: " + Resolver.reason(e));
        }
    }

    private static Optional<Node> compose(Document document, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(document.name())
                .setCodePointLimit(MAX_BYTES)
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            ParserImpl parser = new ParserImpl(settings, new StreamReader(settings, text));
            return new Composer(settings, new ShallowParser(parser)).getSingleNode();
        } catch (ShallowParser.TooDeep e) {
            document.problems().error(Place.of(document.name(), e.mark()), "", e.words());
        } catch (MarkedYamlEngineException e) {
            document.problems().error(Place.of(document.name(), e.getProblemMark()), "", words(e));
        } catch (ReaderException e) {
            document.problems()
                    .error(lineOf(document, text, e.getPosition()), "", "not YAML: a control character; remove it");
        } catch (YamlEngineException e) {
            return refuse(document, "uses too many aliases of maps and lists; write them out");
        }
        return Optional.empty();
    }

    private static String words(MarkedYamlEngineException failure) {
        String problem = String.valueOf(failure.getProblem());
        if (problem.contains("undefined alias")) {
            return "not YAML: a value that begins with * must be put in quotes";
        }
        if (problem.contains("tag handle")) {
            return "not YAML: a value that begins with ! must be put in quotes";
        }
        if (problem.contains("but found another document")) {
            return "more than one document; remove the second ---";
        }
        return "not YAML: " + (failure.getContext() == null ? "" : failure.getContext() + ", ") + problem;
    }

    private static Place lineOf(Document document, String text, int position) {
        int line = 1
                + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
        return new Place(document.name(), line, 1);
    }

    private static <T> Optional<T> refuse(Document document, String message) {
        document.problems().error(Place.whole(document.name()), "", message);
        return Optional.empty();
    }
}
