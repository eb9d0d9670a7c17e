package io.tuyere;

import io.tuyere.support.GeneratedPage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/commands.md} says what {@code --help} says. */
final class CommandReferenceTest {
    @Test
    void commandsAreThoseOfTheHelp() {
        StringBuilder page = new StringBuilder();
        Main.commandLine().getSubcommands().forEach((name, command) -> add(page, "##", name, command));

        new GeneratedPage("commands.md").says(Map.of("commands", page.toString()));
    }

    private static void add(StringBuilder page, String level, String name, CommandLine command) {
        if (command.getCommandName().equals("help")) {
            return;
        }
        CommandRun help = CommandRun.of((name + " --help").split(" "));
        page.append(level + " `" + name + "`\n\n```text\n" + help.out().strip() + "\n```\n\n");
        command.getSubcommands().forEach((below, sub) -> add(page, level + "#", name + " " + below, sub));
    }
}
