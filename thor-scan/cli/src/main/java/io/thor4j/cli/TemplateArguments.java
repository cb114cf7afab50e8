package io.thor4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Puts the options of templates (reference/thor-scanner.md section 8, {@code -t}) among the arguments, behind the name of the command:
 * what an argument says already is left out. Stateless.
 */
final class TemplateArguments {
    private TemplateArguments() {}

    /**
     * Expands the templates of a command that takes them: {@code thor scan}, {@code thor thunderstorm}.
     *
     * @param commands makes the tree of commands
     * @param args the arguments
     * @return the arguments with those of the templates; what cannot be parsed stays as it is, for the error that follows
     * @throws CommandFailure when a template cannot be used
     */
    static String[] expand(Supplier<CommandLine> commands, String[] args) {
        if (Arrays.stream(args).noneMatch(arg -> arg.startsWith("-t") || arg.startsWith("--"))) {
            return args;
        }
        ParseResult parsed;
        try {
            parsed = commands.get().parseArgs(args);
        } catch (ParameterException e) {
            return args;
        }
        ParseResult command = parsed.subcommand();
        OptionSpec template = command == null ? null : command.commandSpec().findOption(ScanTemplate.TEMPLATE);
        if (command == null || template == null || !template.isMultiValue()) {
            return args;
        }
        int name = Arrays.asList(args).indexOf(command.commandSpec().name());
        List<Path> files = command.matchedOptionValue(ScanTemplate.TEMPLATE, List.of());
        if (files.isEmpty()) {
            return args;
        }
        Set<OptionSpec> given = new HashSet<>(command.matchedOptions());
        if (!command.matchedPositionals().isEmpty() && command.commandSpec().findOption("--path") != null) {
            given.add(command.commandSpec().findOption("--path"));
        }
        List<String> all = new ArrayList<>(Arrays.asList(args).subList(0, name + 1));
        for (int i = files.size() - 1; i >= 0; i--) {
            TemplateFile file = TemplateFile.read(files.get(i));
            Set<OptionSpec> here = new HashSet<>();
            for (Map.Entry<String, List<String>> entry : file.entries().entrySet()) {
                OptionSpec option = option(command.commandSpec(), file, entry.getKey());
                if (!here.add(option)) {
                    throw file.bad(entry.getKey(), "the option is there twice, under two of its names");
                }
                if (!given.contains(option)) {
                    add(all, file, entry.getKey(), option, entry.getValue());
                }
            }
            given.addAll(here);
        }
        all.addAll(Arrays.asList(args).subList(name + 1, args.length));
        return all.toArray(String[]::new);
    }

    private static OptionSpec option(CommandSpec command, TemplateFile file, String key) {
        OptionSpec option = key.length() < 2 ? null : command.findOption("--" + key);
        if (option == null) {
            throw file.bad(key, command.qualifiedName() + " has no option --" + key);
        } else if (option.usageHelp() || option.equals(command.findOption(ScanTemplate.TEMPLATE))) {
            throw file.bad(key, "cannot stand in a template");
        }
        return option;
    }

    private static void add(List<String> all, TemplateFile file, String key, OptionSpec option, List<String> values) {
        if (option.arity().max() > 0) {
            if (values.size() != 1 && !option.isMultiValue()) {
                throw file.bad(key, "needs one value, not " + values.size());
            }
            values.forEach(value -> all.add("--" + key + "=" + value));
            return;
        }
        String value = values.size() == 1 ? values.get(0) : "";
        if (value.equalsIgnoreCase("true")) {
            all.add("--" + key);
        } else if (!value.equalsIgnoreCase("false")) {
            throw file.bad(key, "must be true or false");
        }
    }
}
