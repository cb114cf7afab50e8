package io.thor4j.cli.yara;

import io.thor4j.cli.Terminal;
import io.thor4j.yara.CostForecast;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.YaraRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what the strings of rules are expected to cost, rule by rule, the dearest first. Used by one thread. */
final class CostReport {
    private record Total(YaraRule rule, double candidates, List<CostForecast> strings) {}

    private final Terminal terminal;

    CostReport(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Prints the forecast.
     *
     * @param rules the rules
     * @param limit rules and strings of each to print, 0 for all
     */
    void print(YaraRules rules, int limit) {
        Map<YaraRule, List<CostForecast>> byRule = new LinkedHashMap<>();
        List<CostForecast> costs = rules.costs();
        for (CostForecast cost : costs) {
            byRule.computeIfAbsent(cost.rule(), rule -> new ArrayList<>()).add(cost);
        }
        List<Total> totals = new ArrayList<>();
        byRule.forEach((rule, strings) -> totals.add(new Total(
                rule,
                strings.stream()
                        .mapToDouble(CostForecast::candidatesPerMegabyte)
                        .sum(),
                strings)));
        totals.sort(Comparator.comparingDouble(Total::candidates).reversed());
        int shown = limit == 0 ? totals.size() : Math.min(limit, totals.size());
        for (Total total : totals.subList(0, shown)) {
            print(total, limit);
        }
        if (shown < totals.size()) {
            terminal.line((totals.size() - shown) + " cheaper rules are not shown");
        }
        long everywhere = costs.stream().filter(CostForecast::everyPosition).count();
        terminal.line(costs.size() + " strings; " + everywhere + " are tried at every position");
    }

    private void print(Total total, int limit) {
        terminal.line("rule " + total.rule() + ": " + candidates(total.candidates()) + " in "
                + total.strings().size() + (total.strings().size() == 1 ? " string" : " strings"));
        int shown = limit == 0
                ? total.strings().size()
                : Math.min(limit, total.strings().size());
        for (CostForecast cost : total.strings().subList(0, shown)) {
            String grams = cost.grams().isEmpty() ? "" : "; looks for " + String.join(" | ", cost.grams());
            String more = cost.gramCount() > cost.grams().size()
                    ? " | " + (cost.gramCount() - cost.grams().size()) + " more"
                    : "";
            String notes = cost.notes().isEmpty() ? "" : "; " + String.join("; ", cost.notes());
            terminal.line("  " + cost.place() + ": " + cost.identifier() + ": "
                    + candidates(cost.candidatesPerMegabyte()) + grams + more + notes);
        }
        if (shown < total.strings().size()) {
            terminal.line("  " + (total.strings().size() - shown) + " cheaper strings are not shown");
        }
    }

    private static String candidates(double perMegabyte) {
        return String.format(
                Locale.ROOT, perMegabyte < 100 ? "%.1f candidates per MB" : "%.0f candidates per MB", perMegabyte);
    }
}
