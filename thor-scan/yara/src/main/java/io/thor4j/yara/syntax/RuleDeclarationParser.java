package io.thor4j.yara.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses one rule from its modifiers to its closing brace. Used once. */
final class RuleDeclarationParser {
    private static final String QUOTES = "a meta value is a text in double quotes, an integer, true or false";

    private final TokenStream in;
    private final DiagnosticLog log;
    private final List<StringDecl> strings = new ArrayList<>();
    private Position where;

    RuleDeclarationParser(TokenStream in, DiagnosticLog log) {
        this.in = in;
        this.log = log;
        this.where = in.position(in.peek());
    }

    /** Returns where the rule's name stands, or its begin as long as the name is not known. */
    Position where() {
        return where;
    }

    /** Returns the strings read so far. */
    List<StringDecl> strings() {
        return List.copyOf(strings);
    }

    /** Parses; mistakes that do not hide the rest are only reported, so that the result counts only when the log has no error. */
    RuleDecl parse() {
        boolean isPrivate = false;
        boolean isGlobal = false;
        while (in.at(TokenKind.PRIVATE) || in.at(TokenKind.GLOBAL)) {
            boolean modifierIsPrivate = in.next().kind() == TokenKind.PRIVATE;
            isPrivate |= modifierIsPrivate;
            isGlobal |= !modifierIsPrivate;
        }
        in.expect(TokenKind.RULE, "\"rule\"");
        Token name = name("the rule's name");
        where = in.position(name);
        log.enterRule(name.name());
        List<RuleDecl.Tag> tags = tags();
        if (!in.at(TokenKind.LEFT_BRACE)) {
            throw in.unexpected(tags.isEmpty() ? "\":\" with tags or \"{\"" : "another tag or \"{\"", headerHint(tags));
        }
        in.next();
        List<RuleDecl.Meta> meta = in.at(TokenKind.META) ? meta() : List.of();
        boolean hasStrings = in.at(TokenKind.STRINGS);
        if (hasStrings) {
            section();
            new StringSectionParser(in).parse(strings);
        }
        if (!in.at(TokenKind.CONDITION)) {
            throw in.unexpected(expectedSection(meta.isEmpty(), hasStrings), null);
        }
        section();
        Expr condition = new ConditionParser(in).condition();
        if (!in.at(TokenKind.RIGHT_BRACE)) {
            throw in.unexpected("an operator or \"}\"", null);
        }
        in.next();
        return new RuleDecl(where, name.name(), isPrivate, isGlobal, tags, meta, strings(), condition);
    }

    private Token name(String what) {
        if (in.peek().kind().isKeyword() || in.at(TokenKind.INT_READ)) {
            String hint = in.at(TokenKind.PRIVATE) || in.at(TokenKind.GLOBAL)
                    ? "private and global stand before rule"
                    : in.describe(in.peek()) + " is a reserved word and cannot be a name";
            throw in.unexpected(what, hint);
        }
        if (in.at(TokenKind.INTEGER)) {
            throw in.unexpected(what, "a name cannot begin with a digit");
        }
        return in.expect(TokenKind.IDENTIFIER, what);
    }

    private @Nullable String headerHint(List<RuleDecl.Tag> tags) {
        return switch (in.peek().kind()) {
            case IDENTIFIER -> tags.isEmpty() ? "tags stand behind a colon: rule name : tag1 tag2" : null;
            case COMMA -> "tags are separated by blanks, not commas";
            case MINUS, DOT -> "names hold letters, digits and _";
            case LEFT_PAREN -> "a rule has no parameters, write {";
            default -> null;
        };
    }

    private List<RuleDecl.Tag> tags() {
        if (!in.accept(TokenKind.COLON)) {
            return List.of();
        }
        List<RuleDecl.Tag> tags = new ArrayList<>();
        Set<String> names = new HashSet<>();
        do {
            Token tag = name("a tag");
            tags.add(new RuleDecl.Tag(in.position(tag), tag.name()));
            if (!names.add(tag.name())) {
                in.report("ERROR_DUPLICATED_TAG_IDENTIFIER", tag, "duplicated tag \"" + tag.name() + "\"", null);
            }
        } while (in.at(TokenKind.IDENTIFIER));
        return List.copyOf(tags);
    }

    private static String expectedSection(boolean noMeta, boolean hasStrings) {
        if (hasStrings) {
            return "\"condition:\"";
        }
        return noMeta ? "\"meta:\", \"strings:\" or \"condition:\"" : "\"strings:\" or \"condition:\"";
    }

    /** Takes a section's name and its colon. */
    private void section() {
        Token keyword = in.next();
        if (!in.at(TokenKind.COLON)) {
            String name = keyword.kind().text();
            throw in.unexpected("\":\" behind \"" + name + "\"", "write " + name + ":");
        }
        in.next();
    }

    private List<RuleDecl.Meta> meta() {
        section();
        List<RuleDecl.Meta> entries = new ArrayList<>();
        if (!in.at(TokenKind.IDENTIFIER)) {
            boolean empty = in.at(TokenKind.STRINGS) || in.at(TokenKind.CONDITION);
            throw in.unexpected(
                    "a meta entry such as author = \"me\"", empty ? "leave out a section that is empty" : reserved());
        }
        while (in.at(TokenKind.IDENTIFIER)) {
            entries.add(metaEntry());
        }
        if (!in.at(TokenKind.STRINGS) && !in.at(TokenKind.CONDITION)) {
            throw in.unexpected("a meta entry, \"strings:\" or \"condition:\"", afterMetaHint());
        }
        return List.copyOf(entries);
    }

    private @Nullable String reserved() {
        boolean word = in.peek().kind().isKeyword() && in.peek(1).kind() == TokenKind.ASSIGN;
        return word ? in.describe(in.peek()) + " is a reserved word and cannot be a name" : null;
    }

    private @Nullable String afterMetaHint() {
        return switch (in.peek().kind()) {
            case MINUS, DOT, STAR, PLUS, INTEGER, FLOAT -> QUOTES;
            case COMMA -> "meta entries are not separated by commas";
            case TEXT -> "perhaps a quote inside the text must be written \\\"";
            default -> reserved();
        };
    }

    private RuleDecl.Meta metaEntry() {
        Token key = in.next();
        if (!in.at(TokenKind.ASSIGN)) {
            boolean section = in.at(TokenKind.COLON);
            throw in.unexpected(
                    "\"=\" behind \"" + key.name() + "\"", section ? null : "a meta entry is written key = \"text\"");
        }
        in.next();
        return new RuleDecl.Meta(in.position(key), key.name(), metaValue());
    }

    private Object metaValue() {
        return switch (in.peek().kind()) {
            case TEXT -> in.next().bytes();
            case TRUE -> {
                in.next();
                yield true;
            }
            case FALSE -> {
                in.next();
                yield false;
            }
            case INTEGER -> in.next().number();
            case MINUS -> {
                in.next();
                yield -in.expect(TokenKind.INTEGER, "an integer").number();
            }
            default -> throw in.unexpected("a text, an integer, \"true\" or \"false\"", QUOTES);
        };
    }
}
