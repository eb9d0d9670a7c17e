package io.tuyere;

import io.tuyere.core.Country;
import io.tuyere.core.CountryTable;
import io.tuyere.core.Region;
import io.tuyere.core.RegionTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which data centre serves a country. */
@Command(
        name = "route",
        description = "Says which data centre serves a country.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples: ./tuyere route 49",
            "          ./tuyere route HK",
            "          ./tuyere route +12045551234",
            "Exit code 1 when the country is not known."
        })
final class RouteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "COUNTRY", description = "Calling code, phone number or ISO 3166 alpha-2 code.")
    private String country = "";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        Optional<Country> found = CountryTable.builtIn().find(country);
        if (found.isEmpty()) {
            command.getErr()
                    .println("tuyere: no country has the code \"" + country
                            + "\"; give a calling code (49, +1204), a phone number or an ISO 3166 code (DE)");
            return CommandLine.ExitCode.SOFTWARE;
        }
        print(found.get(), RegionTable.builtIn().find(found.get().region()).orElseThrow(), command.getOut());
        return CommandLine.ExitCode.OK;
    }

    private static void print(Country country, Region region, PrintWriter out) {
        row(out, "country", country.iso2() + " " + country.name() + ", calling code " + country.callingCode());
        row(out, "region", region.id() + ", " + region.displayName());
        row(out, "openapi", region.baseUrl().toString());
        row(out, "messages", region.messageQueue());
        if (!country.regionBefore20250603().equals(country.region())) {
            row(out, "older apps", country.regionBefore20250603() + " (made before 2025-06-03)");
        }
        if (!country.note().isEmpty()) {
            row(out, "note", country.note());
        }
        row(out, "source", country.basis().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + country.source());
    }

    private static void row(PrintWriter out, String name, String value) {
        out.printf("%-11s %s%n", name, value);
    }
}
