package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.ExternalVariable;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.Explanation;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor yara explain}: why a rule holds or does not hold for a file. Used by one thread. */
@Command(
        name = "explain",
        description =
                "Shows why a rule matches a file or does not: every part of its condition with its value, and the strings found.",
        customSynopsis = "thor yara explain [OPTION]... [NAMESPACE:]RULES... RULE_NAME FILE",
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:explained, whether the rule holds or not", "1:no such rule, bad options, unreadable files"})
final class ExplainCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "3..*",
            paramLabel = "RULES... RULE_NAME FILE",
            hideParamSyntax = true,
            description =
                    "Rule files and folders as for 'thor yara scan'; then the name of a rule, private ones too; last the file.")
    private List<String> arguments = List.of();

    @Option(
            names = "--namespace",
            paramLabel = "NAMESPACE",
            description = "The rule's namespace, when several have a rule of that name.")
    private @Nullable String namespace;

    @Option(
            names = "--depth",
            paramLabel = "NUMBER",
            description =
                    "Explain rules that the rule asks for too, and those that these ask for... to this depth (default: 1).")
    private int depth = 1;

    @Option(
            names = "--matches",
            paramLabel = "NUMBER",
            description = "Show so many matches of each string (default: 10).")
    private int matches = 10;

    @Option(
            names = {"-C", "--compiled-rules"},
            description = "RULES is one file that 'thor yara compile' wrote.")
    private boolean compiled;

    @Mixin
    private ModuleDataFiles moduleData = new ModuleDataFiles();

    @Mixin
    private CompilerOptions options = new CompilerOptions();

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (depth < 0 || matches < 0) {
            throw failure("error: --depth and --matches take positive numbers");
        }
        int last = arguments.size() - 1;
        List<String> ruleArguments = arguments.subList(0, last - 1);
        String target = arguments.get(last);
        YaraRules rules = compiled ? load(ruleArguments) : compile(ruleArguments);
        YaraRule rule = choose(rules, arguments.get(last - 1));
        YaraScanner scanner = rules.scanner();
        if (compiled) {
            define(scanner);
        }
        moduleData.read(ExitCodes.FINDINGS).forEach(scanner::moduleData);
        byte[] data = read(target);
        Explanation explanation = scanner.explain(rule, data, 0, data.length, depth);
        new ExplanationPrinter(terminal, matches).print(explanation, target, data.length);
        return ExitCodes.OK;
    }

    private YaraRules compile(List<String> ruleArguments) {
        YaraRules rules =
                RuleSources.read(ruleArguments, System.in).compile(options.externals(), options.strictEscape(), false);
        // A rule with an error does not keep another from being explained.
        CompilerMessages.print(terminal, rules, options);
        return rules;
    }

    private static YaraRules load(List<String> ruleArguments) {
        String file = ruleArguments.get(0);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            return YaraRules.load(in);
        } catch (MalformedInputException e) {
            throw failure("error: " + file + ": " + e.getMessage());
        } catch (IOException | InvalidPathException e) {
            throw failure("error: could not open file: " + file);
        }
    }

    private void define(YaraScanner scanner) {
        for (ExternalVariable external : options.externals()) {
            try {
                external.defineIn(scanner);
            } catch (IllegalArgumentException e) {
                throw failure("error: -d " + external.name() + ": " + e.getMessage());
            }
        }
    }

    private YaraRule choose(YaraRules rules, String name) {
        List<YaraRule> named = rules.rules().stream()
                .filter(rule -> rule.name().equals(name)
                        && (namespace == null || rule.namespace().equals(namespace)))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (named.size() > 1) {
            List<String> namespaces = named.stream().map(YaraRule::namespace).toList();
            throw failure(
                    "error: several rules are named " + name + ", say --namespace: " + String.join(", ", namespaces));
        }
        for (LeftOutRule leftOut : rules.leftOut()) {
            if (leftOut.name().equals(name)) {
                throw failure("error: rule " + name + " does not compile: " + leftOut.reason());
            }
        }
        throw failure("error: no rule is named " + name + (namespace == null ? "" : " in namespace " + namespace));
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw failure("error: could not open file: " + file);
        } catch (OutOfMemoryError e) {
            throw failure("error: not enough memory for file: " + file);
        }
    }

    private static CommandFailure failure(String line) {
        return new CommandFailure(ExitCodes.FINDINGS, line);
    }
}
