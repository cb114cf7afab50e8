package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which places of a regex libyara would look for first. Where a regex can match at one offset with different lengths, the length reported is
 * the one that is found from these places (yara-semantics.md section 5), so our search must begin at the same ones. The rules were worked
 * out from libyara's documented quality measure (atoms.c:117-201) and by trying the yara command.
 */
final class AtomTree {
    private static final int MAX_LENGTH = 4;
    /** The quality of four letters, digits or signs that all differ, counted as {@link #quality} does. */
    private static final int BEST = 88;
    /** Below this libyara warns of slow scanning (limits.h:83). */
    static final int SLOW = 38;
    /** The quality of no atom at all. */
    static final int NONE = -1000;

    /**
     * A run of up to four known or half-known characters.
     *
     * @param leaves the characters
     */
    record Atom(List<ReNode.Leaf> leaves) {
        int quality() {
            byte[] values = new byte[leaves.size()];
            byte[] masks = new byte[leaves.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) leaves.get(i).value;
                masks[i] = (byte) leaves.get(i).mask;
            }
            return AtomTree.quality(values, masks, 0, values.length);
        }
    }

    /**
     * The atoms of which one stands in every match.
     *
     * @param atoms the atoms, empty when there is none
     * @param quality that of the worst
     */
    record Choice(List<Atom> atoms, int quality) {
        static final Choice NOTHING = new Choice(List.of(), NONE);
    }

    /* Children of which all stand in a match, or of which one does. */
    private static final class Node {
        private final boolean all;
        private final List<Object> children = new ArrayList<>();

        private Node(boolean all) {
            this.all = all;
        }
    }

    private final List<ReNode.Leaf> recent = new ArrayList<>();
    private List<ReNode.Leaf> best = List.of();
    private int bestQuality;

    private AtomTree() {}

    static Choice of(ReNode node) {
        AtomTree walk = new AtomTree();
        Node root = new Node(true);
        walk.begin();
        walk.walk(node, root);
        walk.flush(root);
        return choose(root);
    }

    private void begin() {
        recent.clear();
        best = List.of();
        bestQuality = NONE;
    }

    private void walk(ReNode node, Node into) {
        if (node instanceof ReNode.Leaf leaf && leaf.mask != ReNode.Leaf.CLASS) {
            push(leaf);
        } else if (node instanceof ReNode.Concat concat) {
            concat.parts().forEach(part -> walk(part, into));
        } else if (node instanceof ReNode.Repeat repeat && repeat.min() > 0 && !isGap(repeat)) {
            for (int i = 0; i < Math.min(repeat.min(), MAX_LENGTH); i++) {
                walk(repeat.body(), into);
            }
            flush(into);
        } else if (node instanceof ReNode.Alternation alternation) {
            Node either = new Node(false);
            // What was collected before is appended behind the choices, which decides between equals.
            into.children.add(either);
            flush(into);
            for (ReNode choice : alternation.choices()) {
                Node branch = new Node(true);
                either.children.add(branch);
                walk(choice, branch);
                flush(branch);
            }
        } else if (!(node instanceof ReNode.Empty)) {
            flush(into);
        }
    }

    private static boolean isGap(ReNode.Repeat repeat) {
        return repeat.body() instanceof ReNode.Leaf leaf && leaf.mask == 0;
    }

    private void push(ReNode.Leaf leaf) {
        if (recent.size() == MAX_LENGTH) {
            recent.remove(0);
        }
        recent.add(leaf);
        if (recent.size() < MAX_LENGTH) {
            best = trim(recent);
            return;
        }
        List<ReNode.Leaf> trimmed = trim(recent);
        int quality = trimmed.isEmpty() ? NONE : new Atom(trimmed).quality();
        if (quality > bestQuality) {
            best = trimmed;
            bestQuality = quality;
        }
    }

    private void flush(Node into) {
        if (!recent.isEmpty() && !best.isEmpty()) {
            into.children.add(new Atom(best));
        }
        begin();
    }

    /*
     * Unknown characters at the ends are of no use; with as many unknown as wholly known ones in the middle only the first is kept
     * (atoms.c, _yr_atoms_trim: half-known ones count as neither).
     */
    private static List<ReNode.Leaf> trim(List<ReNode.Leaf> leaves) {
        int from = 0;
        int to = leaves.size();
        while (from < to && leaves.get(from).mask == 0) {
            from++;
        }
        while (to > from && leaves.get(to - 1).mask == 0) {
            to--;
        }
        int unknown = 0;
        int known = 0;
        for (int i = from; i < to; i++) {
            unknown += leaves.get(i).mask == 0 ? 1 : 0;
            known += leaves.get(i).mask == 0xff ? 1 : 0;
        }
        if (to > from && unknown >= known) {
            to = from + 1;
        }
        return List.copyOf(leaves.subList(from, to));
    }

    private static Choice choose(Object item) {
        if (item instanceof Atom atom) {
            return new Choice(List.of(atom), atom.quality());
        }
        Node node = (Node) item;
        if (node.all) {
            Choice result = Choice.NOTHING;
            for (Object child : node.children) {
                Choice choice = choose(child);
                if (choice.quality > result.quality) {
                    result = choice;
                }
                if (result.quality >= BEST) {
                    break;
                }
            }
            return result;
        }
        List<Atom> atoms = new ArrayList<>();
        int worst = Integer.MAX_VALUE;
        for (Object child : node.children) {
            Choice choice = choose(child);
            if (choice.atoms.isEmpty()) {
                return Choice.NOTHING;
            }
            worst = Math.min(worst, choice.quality);
            atoms.addAll(choice.atoms);
        }
        return new Choice(atoms, worst);
    }

    /**
     * libyara's measure of how rare bytes are: known ones count more than half-known ones, letters less than signs, padding least. Without
     * masks all are known.
     */
    static int quality(byte[] values, byte @Nullable [] masks, int from, int length) {
        int quality = 0;
        int distinct = 0;
        boolean common = false;
        for (int i = from; i < from + length; i++) {
            int value = values[i] & 0xff;
            int mask = masks == null ? 0xff : masks[i] & 0xff;
            if (mask == 0) {
                quality -= 10;
            } else if (mask == 0xff) {
                boolean padding = value == 0 || value == 0x20 || value == 0xcc || value == 0xff;
                boolean letter = (value | 0x20) >= 'a' && (value | 0x20) <= 'z';
                quality += padding ? 12 : letter ? 18 : 20;
                distinct += isFirst(values, masks, from, i) ? 1 : 0;
                common |= padding || value == 0x90;
            } else {
                quality += 4;
            }
        }
        return distinct == 1 && common ? quality - 10 * length : quality + 2 * distinct;
    }

    /* Tells whether no known byte before a place is the same. */
    private static boolean isFirst(byte[] values, byte @Nullable [] masks, int from, int at) {
        for (int i = from; i < at; i++) {
            if (values[i] == values[at] && (masks == null || masks[i] == (byte) 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the quality of the best window of a text. */
    static int quality(byte[] text) {
        int length = Math.min(text.length, MAX_LENGTH);
        int result = NONE;
        for (int from = 0; from + length <= text.length; from++) {
            result = Math.max(result, quality(text, null, from, length));
        }
        return result;
    }
}
