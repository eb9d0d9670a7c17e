package io.tuyere.gateway;

import io.tuyere.core.Digest;
import io.tuyere.core.ProblemType;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What {@link ProblemPages} look like to people: on a phone and on a desk, in daylight and at night. Any thread. */
final class ProblemMarkup {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final String STYLE = """
            :root { color-scheme: light dark; --page: light-dark(#f6f8fa, #0f141a); --panel: light-dark(#fff, #171e26);
              --line: light-dark(#c9d0d7, #3a4552); --text: light-dark(#1b1f24, #e6edf3); --muted: light-dark(#535c66, #a3afba);
              --link: light-dark(#0b57d0, #84bbff); font: 16px/1.5 system-ui, sans-serif; }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--page); color: var(--text); }
            main { max-width: 48rem; margin: 0 auto; padding: 1rem; }
            h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; }
            h2 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
            p { margin: .25rem 0; }
            a { color: var(--link); }
            a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
            code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
            .panel { background: var(--panel); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
            dt { color: var(--muted); } dd { margin: 0; }
            ul { list-style: none; padding: 0; margin: 1rem 0; } li { padding: .5rem 0; border-top: 1px solid var(--line); }
            li:first-child { border: 0; }
            """;

    /** Nothing is loaded, nothing runs, nothing is sent, and nobody frames it; only the style above holds. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(Digest.bytes(STYLE))
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private ProblemMarkup() {}

    /** One type. */
    static String page(String prefix, ProblemType type) {
        return document(type.title(), """
                <p><a href="%s">All errors</a></p>
                <h1>%s</h1>
                <p><code>%s</code></p>
                <div class="panel"><p>%s</p>
                <h2>What to do</h2>
                <p>%s</p></div>
                <dl>
                <dt>HTTP status</dt><dd>%d</dd>
                %s<dt>Was it executed?</dt><dd>%s</dd>
                <dt>Send it again?</dt><dd>%s</dd>
                </dl>
                """.formatted(
                        index(prefix),
                        marked(type.title()),
                        type.slug(),
                        marked(type.meaning()),
                        marked(type.remedy()),
                        type.status(),
                        code(type),
                        type.mayHaveActed() ? "perhaps" : "no",
                        marked(type.retry().words())));
    }

    /** All types, with links. */
    static String index(String prefix, List<ProblemType> types) {
        StringBuilder list = new StringBuilder("<h1>Errors of the gateway</h1>\n<ul class=\"panel\">\n");
        for (ProblemType type : types) {
            list.append("<li><a href=\"%s%s\"><code>%s</code></a> %d<br>%s</li>\n"
                    .formatted(prefix, type.slug(), type.slug(), type.status(), marked(type.meaning())));
        }
        return document("Errors of the gateway", list.append("</ul>\n").toString());
    }

    private static String index(String prefix) {
        return prefix.substring(0, prefix.length() - 1);
    }

    private static String code(ProblemType type) {
        return switch (type.code()) {
            case ProblemType.NO_CODE -> "";
            case ProblemType.CODE_OF_CLOUD -> "<dt>Tuya's code</dt><dd>the one with which the cloud refused</dd>\n";
            default -> "<dt>Tuya's code</dt><dd>" + type.code() + "</dd>\n";
        };
    }

    private static String document(String title, String content) {
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + marked(title) + " – Tuyere</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n"
                + content + "</main>\n</body>\n</html>\n";
    }

    /** Text as markup, with code where backticks are. */
    private static String marked(String text) {
        return CODE.matcher(BrowserPages.escaped(text)).replaceAll("<code>$1</code>");
    }

    /** A constant as data names it. */
    static String word(ProblemType.Retry retry) {
        return retry.name().toLowerCase(Locale.ROOT);
    }
}
