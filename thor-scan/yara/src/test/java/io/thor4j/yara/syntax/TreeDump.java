package io.thor4j.yara.syntax;

import io.thor4j.yara.pattern.PatternSpec;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows syntax trees as one line of nested lists, for table tests. */
final class TreeDump {
    private TreeDump() {}

    static String dump(RuleFile file) {
        return file.items().stream()
                .map(item -> item instanceof RuleDecl rule
                        ? dump(rule)
                        : "(import " + ((RuleFile.Import) item).module() + ")")
                .collect(Collectors.joining("\n"));
    }

    static String dump(RuleDecl rule) {
        StringBuilder out = new StringBuilder("(rule ").append(rule.name());
        out.append(rule.isPrivate() ? " private" : "").append(rule.isGlobal() ? " global" : "");
        rule.tags().forEach(tag -> out.append(" :").append(tag.name()));
        for (RuleDecl.Meta meta : rule.meta()) {
            Object value = meta.value();
            out.append(" (").append(meta.key()).append(' ');
            out.append(value instanceof byte[] text ? quote(text) : String.valueOf(value))
                    .append(')');
        }
        rule.strings().forEach(string -> out.append(' ').append(dump(string)));
        return out.append(' ').append(dump(rule.condition())).append(')').toString();
    }

    static String dump(StringDecl string) {
        PatternSpec spec = string.spec();
        StringBuilder out = new StringBuilder("(").append(string.identifier()).append(' ');
        out.append(spec.kind()).append(' ').append(quote(spec.body()));
        out.append(spec.ascii() ? " ascii" : "").append(spec.wide() ? " wide" : "");
        out.append(spec.nocase() ? " nocase" : "").append(spec.dotAll() ? " dotall" : "");
        out.append(spec.fullword() ? " fullword" : "").append(spec.isPrivate() ? " private" : "");
        out.append(spec.xor() ? " xor" + spec.xorMin() + "-" + spec.xorMax() : "");
        out.append(spec.base64() ? " base64" : "").append(spec.base64wide() ? " base64wide" : "");
        out.append(spec.base64Alphabet().length > 0 ? " alphabet" + quote(spec.base64Alphabet()) : "");
        return out.append(')').toString();
    }

    static String dump(Expr expr) {
        if (expr instanceof Expr.And e) {
            return list("and", e.operands());
        } else if (expr instanceof Expr.Or e) {
            return list("or", e.operands());
        } else if (expr instanceof Expr.Unary e) {
            return "(" + e.op() + " " + dump(e.operand()) + ")";
        } else if (expr instanceof Expr.Binary e) {
            return "(" + e.op() + " " + dump(e.left()) + " " + dump(e.right()) + ")";
        } else if (expr instanceof Expr.Of e) {
            return "(" + dump(e.quantifier()) + " of " + dump(e.set()) + optional(" in ", e.in())
                    + (e.at() == null ? "" : " at " + dump(e.at())) + ")";
        } else if (expr instanceof Expr.ForOf e) {
            return "(for " + dump(e.quantifier()) + " of " + dump(e.set()) + " : " + dump(e.body()) + ")";
        } else if (expr instanceof Expr.ForIn e) {
            return "(for " + dump(e.quantifier()) + " " + String.join(",", e.variables()) + " in " + dump(e.iterated())
                    + " : " + dump(e.body()) + ")";
        }
        return operand(expr);
    }

    private static String operand(Expr expr) {
        if (expr instanceof Expr.BoolLiteral e) {
            return String.valueOf(e.value());
        } else if (expr instanceof Expr.IntLiteral e) {
            return String.valueOf(e.value());
        } else if (expr instanceof Expr.FloatLiteral e) {
            return String.valueOf(e.value());
        } else if (expr instanceof Expr.TextLiteral e) {
            return quote(e.value());
        } else if (expr instanceof Expr.RegexLiteral e) {
            return "/" + new String(e.source(), java.nio.charset.StandardCharsets.ISO_8859_1) + "/"
                    + (e.nocase() ? "i" : "") + (e.dotAll() ? "s" : "");
        } else if (expr instanceof Expr.Identifier e) {
            return e.name();
        } else if (expr instanceof Expr.FieldAccess e) {
            return dump(e.object()) + "." + e.field();
        } else if (expr instanceof Expr.IndexAccess e) {
            return dump(e.object()) + "[" + dump(e.index()) + "]";
        } else if (expr instanceof Expr.Call e) {
            return dump(e.function())
                    + e.arguments().stream().map(TreeDump::dump).collect(Collectors.joining(",", "(", ")"));
        } else if (expr instanceof Expr.StringMatched e) {
            return e.identifier();
        } else if (expr instanceof Expr.StringAt e) {
            return "(" + e.identifier() + " at " + dump(e.offset()) + ")";
        } else if (expr instanceof Expr.StringIn e) {
            return "(" + e.identifier() + " in " + dump(e.range()) + ")";
        } else if (expr instanceof Expr.StringCount e) {
            return "(count " + e.identifier() + optional(" in ", e.range()) + ")";
        } else if (expr instanceof Expr.StringOffset e) {
            return "(offset " + e.identifier() + (e.index() == null ? "" : " " + dump(e.index())) + ")";
        } else if (expr instanceof Expr.StringLength e) {
            return "(length " + e.identifier() + (e.index() == null ? "" : " " + dump(e.index())) + ")";
        } else if (expr instanceof Expr.IntRead e) {
            return "(" + (e.signed() ? "int" : "uint") + e.bits() + (e.bigEndian() ? "be " : " ") + dump(e.offset())
                    + ")";
        }
        return expr instanceof Expr.Filesize ? "filesize" : "entrypoint";
    }

    private static String optional(String before, Expr.@Nullable Range range) {
        return range == null ? "" : before + dump(range);
    }

    private static String list(String operator, List<Expr> operands) {
        return operands.stream().map(TreeDump::dump).collect(Collectors.joining(" ", "(" + operator + " ", ")"));
    }

    private static String dump(Expr.Range range) {
        return dump(range.low()) + ".." + dump(range.high());
    }

    private static String dump(Expr.Quantifier quantifier) {
        if (quantifier instanceof Expr.Quantifier.Count q) {
            return dump(q.count());
        } else if (quantifier instanceof Expr.Quantifier.Percent q) {
            return dump(q.percentage()) + "%";
        } else if (quantifier instanceof Expr.Quantifier.All) {
            return "all";
        }
        return quantifier instanceof Expr.Quantifier.Any ? "any" : "none";
    }

    private static String dump(Expr.ElementSet set) {
        if (set instanceof Expr.ElementSet.Strings s) {
            return names(s.names());
        }
        return set instanceof Expr.ElementSet.Rules r ? "rules" + names(r.names()) : "them";
    }

    private static String names(List<Expr.Name> names) {
        return names.stream().map(n -> n.name() + (n.prefix() ? "*" : "")).collect(Collectors.joining(",", "{", "}"));
    }

    private static String dump(Expr.Iterated iterated) {
        if (iterated instanceof Expr.Iterated.Over over) {
            return dump(over.range());
        } else if (iterated instanceof Expr.Iterated.Listed listed) {
            return listed.values().stream().map(TreeDump::dump).collect(Collectors.joining(",", "[", "]"));
        }
        return dump(((Expr.Iterated.Collection) iterated).collection());
    }

    static String quote(byte[] bytes) {
        StringBuilder out = new StringBuilder("\"");
        for (byte b : bytes) {
            out.append(b >= 32 && b < 127 ? String.valueOf((char) b) : String.format("\\x%02x", b & 0xFF));
        }
        return out.append('"').toString();
    }
}
