package io.tuyere.core;

import io.tuyere.support.GeneratedPage;
import io.tuyere.support.MarkdownTable;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} and the failures in {@code docs/admin.md} say what the tables say. */
final class ErrorReferenceTest {
    @Test
    void errorsAreThoseOfTheTables() {
        new GeneratedPage("errors.md")
                .says(Map.of("failures", failures(), "classes", classes(), "cloud codes", cloudCodes()));
        new GeneratedPage("admin.md").says(Map.of("failures", failuresOfAdministration()));
    }

    private static String failures() {
        MarkdownTable table = MarkdownTable.of("name", "status", "code", "when", "what to do", "again", "executed");
        for (ProblemType type : ProblemTypes.ofCalls().all()) {
            table.add(
                    "`" + type.slug() + "`",
                    Integer.toString(type.status()),
                    code(type),
                    type.meaning() + more(type),
                    type.remedy(),
                    word(type.retry()),
                    type.mayHaveActed() ? "maybe" : "no");
        }
        return table.toString();
    }

    private static String code(ProblemType type) {
        return switch (type.code()) {
            case ProblemType.NO_CODE -> "–";
            case ProblemType.CODE_OF_CLOUD -> "the cloud's";
            default -> Integer.toString(type.code());
        };
    }

    private static String failuresOfAdministration() {
        MarkdownTable table = MarkdownTable.of("name", "status", "when", "what to do", "again");
        for (ProblemType type : ProblemTypes.ofAdministration().all()) {
            table.add(
                    "`" + type.slug() + "`",
                    Integer.toString(type.status()),
                    type.meaning() + more(type),
                    type.remedy(),
                    word(type.retry()));
        }
        return table.toString();
    }

    private static String more(ProblemType type) {
        return type.page().isEmpty() ? "" : " ([more](" + type.page() + "))";
    }

    private static String classes() {
        MarkdownTable table = MarkdownTable.of("class", "what it says", "codes");
        for (CodeClass codeClass : CodeClass.values()) {
            long codes = CloudCodes.builtIn().all().stream()
                    .filter(code -> code.codeClass() == codeClass)
                    .count();
            if (codes > 0) {
                table.add("`" + word(codeClass) + "`", words(codeClass), Long.toString(codes));
            }
        }
        return table.toString();
    }

    private static String words(CodeClass codeClass) {
        return switch (codeClass) {
            case OK -> "no failure";
            case CALLER -> "the call itself cannot be answered: its parameters, rights, device or path";
            case TOKEN -> "the access token was not taken; nothing was executed";
            case CLOCK -> "the time that was signed was not taken; nothing was executed";
            case REGION -> "the data centre is not the one, or not open, for this project, address, country or account";
            case QUOTA -> "a plan, subscription or product does not cover the call";
            case THROTTLED -> "too much or too soon; the same call is fine later";
            case CLOUD_FAULT -> "Tuya's own side failed";
        };
    }

    private static String cloudCodes() {
        MarkdownTable table = MarkdownTable.of(
                "code", "Tuya's words", "class", "the gateway repeats it", "breaker", "status", "what to do");
        for (CloudCode code : CloudCodes.builtIn().all()) {
            table.add(
                    Integer.toString(code.code()),
                    code.message(),
                    "`" + word(code.codeClass()) + "`",
                    words(code.retry()),
                    code.trip() == Trip.NONE ? "–" : word(code.trip()),
                    Integer.toString(code.httpStatus()),
                    code.hint());
        }
        return table.toString();
    }

    private static String words(RetryRule rule) {
        return switch (rule) {
            case NEVER -> "never";
            case WITH_NEW_TOKEN -> "once, with a new token";
            case WITH_CORRECTED_CLOCK -> "once, with the time corrected";
            case AFTER_PAUSE -> "after a pause";
            case SAFE_AFTER_PAUSE -> "reads, once, after a pause";
            case IN_COUNTRY_REGION -> "once, in the country's region";
            case IN_OTHER_REGIONS -> "reads, in other regions (`discover`)";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
