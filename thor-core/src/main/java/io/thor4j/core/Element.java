package io.thor4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One observed thing: a file, an archive member, a log line. Its facts are computed on first use, at most once, and shared by all
 * detectors. Belongs to one scanning thread at a time; must be handed over safely to another.
 */
public final class Element {
    /** Largest head in bytes: THOR 11 shows meta rules 64 KB (reference/thor-scanner.md section 3.1). */
    public static final int MAX_HEAD = 64 << 10;

    private static final String FILE = "file";

    private final String type;
    private final ScannedPath name;
    private final @Nullable Element parent;
    private final List<String> unpackSource;
    private final int depth;
    private final ElementSettings settings;
    private final @Nullable Path path;
    private Target.@Nullable StreamSource source;
    private boolean image;
    private boolean sample;
    private @Nullable ReadBuffer buffer;

    private @Nullable Content content;
    private @Nullable Content head;
    private @Nullable String withheld;
    private @Nullable FileMetadata metadata;
    private @Nullable String metadataProblem;
    private @Nullable Hashes hashes;
    private final Map<HashAlgorithm, String> singleHashes = new EnumMap<>(HashAlgorithm.class);
    private @Nullable String magicType;
    private @Nullable ObservedObject subject;

    private Element(
            String type,
            ScannedPath name,
            @Nullable Element parent,
            @Nullable String unpackLabel,
            ElementSettings settings,
            @Nullable Path path) {
        this.type = type;
        this.name = name;
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.settings = settings;
        this.path = path;
        List<String> labels = new ArrayList<>(parent == null ? List.of() : parent.unpackSource);
        if (unpackLabel != null) {
            labels.add(unpackLabel);
        }
        this.unpackSource = List.copyOf(labels);
    }

    private Element(Element original, @Nullable Path path) {
        this.type = original.type;
        this.name = original.name;
        this.parent = original.parent == null ? null : new Element(original.parent, original.parent.path);
        this.unpackSource = original.unpackSource;
        this.depth = original.depth;
        this.settings = original.settings;
        this.path = path;
        this.content = original.content;
        this.head = original.head;
        this.metadata = original.metadata;
        this.metadataProblem = original.metadataProblem;
        this.hashes = original.hashes;
        this.magicType = original.magicType;
        this.subject = original.subject;
        this.withheld = original.withheld;
        this.image = original.image;
        this.sample = original.sample;
    }

    /**
     * Makes the element of a target: a file (or directory) that nothing contains.
     *
     * @param target what to scan
     * @param settings limits and tables
     * @return the element; nothing is read yet
     */
    public static Element of(Target target, ElementSettings settings) {
        ScannedPath name = new ScannedPath(target.name());
        if (target instanceof Target.PathTarget pathTarget) {
            return new Element(FILE, name, null, null, settings, pathTarget.path());
        }
        if (target instanceof Target.ImageTarget imageTarget) {
            Element element = new Element(FILE, name, null, null, settings, imageTarget.path());
            element.image = true;
            return element;
        }
        if (target instanceof Target.ValueTarget value) {
            return new Element(value.subject().type(), name, null, null, settings, null)
                    .described(value.subject(), value.text());
        }
        if (target instanceof Target.SampleTarget copy) {
            Element element = new Element(FILE, name, null, null, settings, copy.path());
            element.sample = true;
            return element;
        }
        Element element = new Element(FILE, name, null, null, settings, null);
        if (target instanceof Target.BytesTarget bytes) {
            element.content = limited(bytes.content().shared(), settings);
        } else if (target instanceof Target.StreamTarget stream) {
            element.source = stream.source();
        }
        return element;
    }

    /**
     * Makes the element of a target, whose content is read into memory that is used again: what holds on to the content's array has to be
     * done with it before {@link #release}. Copies of the element read into memory of their own.
     *
     * @param target what to scan
     * @param settings limits and tables
     * @param buffer the thread's buffer
     * @return the element; nothing is read yet
     */
    public static Element of(Target target, ElementSettings settings, ReadBuffer buffer) {
        Element element = of(target, settings);
        element.buffer = buffer;
        return element;
    }

    private static Content limited(byte[] bytes, ElementSettings settings) {
        return bytes.length <= settings.contentLimit()
                ? Content.complete(bytes)
                : new Content(bytes, (int) settings.contentLimit(), Content.State.TRUNCATED, Limit.MAX_FILE_SIZE.key());
    }

    /**
     * Makes a member of a container.
     *
     * @param parent the container
     * @param memberName the name inside, as the container has it
     * @param unpackLabel how it was unpacked, such as {@code ZIP} (reference/thor-scanner.md section 3.2)
     * @param content its bytes
     * @param metadata what the container says about it, null when nothing
     * @return the element of type {@code file}
     */
    public static Element member(
            Element parent, String memberName, String unpackLabel, Content content, @Nullable FileMetadata metadata) {
        Element element = new Element(FILE, parent.name.member(memberName), parent, unpackLabel, parent.settings, null);
        element.content = content;
        element.metadata = metadata;
        return element;
    }

    /**
     * Makes a record inside a container: a log line, an event, a registry value.
     *
     * @param parent the container
     * @param subject what logs show of it
     * @param text the text that rules see, in UTF-8
     * @return the element, with the subject's type and the container's name
     */
    public static Element record(Element parent, ObservedObject subject, String text) {
        return new Element(subject.type(), parent.name, parent, null, parent.settings, null).described(subject, text);
    }

    private Element described(ObservedObject shown, String text) {
        content = Content.complete(text.getBytes(StandardCharsets.UTF_8));
        subject = shown;
        return this;
    }

    /**
     * Makes a window of a file that is too large to be read at once. It has no metadata, and its name is the file's.
     *
     * @param file the file
     * @param offset where the window begins, in bytes
     * @param content the window's bytes
     * @return the element of type {@code file chunk}
     */
    public static Element chunk(Element file, long offset, Content content) {
        Element element = new Element("file chunk", file.name, file, "CHUNK", file.settings, null);
        element.content = content;
        element.subject = ObservedObject.builder("file chunk")
                .set("chunk_offset", offset)
                .set("chunk_end", offset + content.length())
                .build();
        return element;
    }

    /** Returns the JSON v3 object type, such as {@code file}. */
    public String type() {
        return type;
    }

    /** Returns the name: a path of either style; for records the name of their container. */
    public ScannedPath name() {
        return name;
    }

    /** Returns the container, null for the element of a target. */
    public @Nullable Element parent() {
        return parent;
    }

    /** Returns how often unpacking was needed to get here, from the outermost label: {@code EMAIL, ZIP}. */
    public List<String> unpackSource() {
        return unpackSource;
    }

    /** Returns how many containers are around it, 0 for the element of a target. */
    public int depth() {
        return depth;
    }

    /** Returns where it is on this machine, null when it is not a file there. */
    public @Nullable Path path() {
        return path;
    }

    /** Tells whether the caller asked for it as an image or a dump, to be scanned window by window. */
    public boolean isImage() {
        return image;
    }

    /** Returns the settings that it was made with. */
    public ElementSettings settings() {
        return settings;
    }

    /** Returns the extension in lower case with its dot, empty when there is none. */
    public String extension() {
        return type.equals(FILE) ? name.extension() : "";
    }

    /**
     * Returns the content, read on first use up to the content limit. A symbolic link's content is its target's path, a directory has
     * none (reference/thor-scanner.md section 3.1). Content that is withheld is truncated to nothing, with the reason as detail.
     */
    public Content content() {
        String reason = withheld;
        if (reason != null) {
            return new Content(new byte[0], 0, Content.State.TRUNCATED, reason);
        }
        if (content == null) {
            ReadBuffer memory = buffer;
            content = read(
                    settings.contentLimit(), Limit.MAX_FILE_SIZE.key(), memory == null ? new ReadBuffer() : memory);
        }
        return content;
    }

    /**
     * Returns the beginning of the content without reading more of a file than needed.
     *
     * @param count how many bytes, at most {@link #MAX_HEAD}
     * @return at least that many bytes unless the content is shorter; its state is that of this reading
     * @throws IllegalArgumentException when more is asked for
     */
    public Content head(int count) {
        if (count < 0 || count > MAX_HEAD) {
            throw new IllegalArgumentException("head of " + count + " bytes");
        }
        if (content != null || source != null) {
            return content();
        }
        if (head == null || (head.length() < count && head.state() == Content.State.TRUNCATED)) {
            head = read(Math.min(count, settings.contentLimit()), "head", new ReadBuffer());
        }
        return head;
    }

    private Content read(long limit, String limitName, ReadBuffer memory) {
        Target.StreamSource stream = source;
        if (stream != null) {
            source = null;
            try (InputStream in = stream.open()) {
                return ContentReader.read(in, limit, limitName);
            } catch (IOException e) {
                return Content.unreadable(ContentReader.reason(e));
            }
        }
        if (path == null) {
            return new Content(new byte[0], 0, Content.State.RELEASED, "released");
        }
        FileMetadata facts = metadata();
        if (facts == null) {
            return Content.unreadable(metadataProblem == null ? "no metadata" : metadataProblem);
        }
        return switch (facts.kind()) {
            case REGULAR -> ContentReader.read(path, limit, limitName, memory);
            case DIRECTORY -> Content.complete(new byte[0]);
            case SYMLINK -> Content.complete(String.valueOf(facts.linkTarget()).getBytes(StandardCharsets.UTF_8));
            case OTHER -> Content.unreadable("not a regular file");
        };
    }

    /**
     * Withholds the content from detectors, which then see name, metadata and head only.
     *
     * @param reason a short fixed text; null to show the content again
     */
    public void withholdContent(@Nullable String reason) {
        withheld = reason;
    }

    /** Returns why the content is withheld, null when it is not. */
    public @Nullable String contentWithheld() {
        return withheld;
    }

    /**
     * Makes a copy for a thread that may have to be abandoned. It has all facts known so far and shares the bytes; what it computes reaches
     * this element by {@link #takeBack} only. A stream is read first.
     *
     * @return the copy, with copies of the containers around it
     */
    public Element lend() {
        if (source != null) {
            content();
        }
        return new Element(this, path);
    }

    /**
     * Makes a copy whose content is the beginning of this one's, for rules that see no more.
     *
     * @param count its bytes at most, up to {@link #MAX_HEAD}
     * @return the copy, with the facts known so far and the metadata
     */
    public Element headOnly(int count) {
        /* Whoever withholds the content still lets its head be seen. */
        String reason = withheld;
        withheld = null;
        Content bytes = head(count);
        withheld = reason;
        metadata();
        magicType();
        Element copy = new Element(this, null);
        copy.content = new Content(
                bytes.array(),
                Math.min(count, bytes.length()),
                bytes.state() == Content.State.UNREADABLE ? bytes.state() : Content.State.COMPLETE,
                bytes.state() == Content.State.UNREADABLE ? bytes.detail() : null);
        copy.head = null;
        copy.withheld = null;
        return copy;
    }

    /**
     * Takes over the facts that were computed on a copy which is not used any more.
     *
     * @param lent what {@link #lend} gave
     */
    public void takeBack(Element lent) {
        content = content == null ? lent.content : content;
        head = head == null ? lent.head : head;
        metadata = metadata == null ? lent.metadata : metadata;
        metadataProblem = metadataProblem == null ? lent.metadataProblem : metadataProblem;
        hashes = hashes == null ? lent.hashes : hashes;
        magicType = magicType == null ? lent.magicType : magicType;
        subject = subject == null ? lent.subject : subject;
    }

    /**
     * Gives up the bytes of the content to free memory; the facts already computed stay. A file is read again when its content is asked
     * for, anything else answers {@link Content.State#RELEASED}.
     */
    public void release() {
        content = null;
        head = null;
        source = null;
        buffer = null;
    }

    /**
     * Returns what the file system or the container says about the file.
     *
     * @return the metadata; null for records, for members whose container says nothing, and when the file cannot be asked about
     */
    public @Nullable FileMetadata metadata() {
        if (metadata == null && path != null && metadataProblem == null) {
            try {
                FileMetadata read = FileMetadataReader.read(path);
                boolean copy = sample && read.kind() == FileMetadata.Kind.REGULAR;
                metadata = copy ? FileMetadata.ofSize(read.size()) : read;
            } catch (IOException | SecurityException e) {
                metadataProblem = ContentReader.reason(e);
            }
        }
        return metadata;
    }

    /** Returns the size in bytes: of the file, or as far as the content was read. */
    public long size() {
        FileMetadata facts = metadata();
        return facts != null && (content == null || !content.isWhole())
                ? facts.size()
                : content().length();
    }

    /** Returns md5, sha1 and sha256, computed together on first use; null unless the whole content was read. */
    public @Nullable Hashes hashes() {
        FileMetadata facts = metadata();
        if (hashes == null && (facts == null || facts.kind() == FileMetadata.Kind.REGULAR)) {
            Content bytes = content();
            if (bytes.isWhole()) {
                hashes = Hashes.of(bytes.array(), bytes.length());
            }
        }
        return hashes;
    }

    /**
     * Returns one hash, computed alone on first use; null unless the whole content was read. Detectors that need not all three ask for it.
     *
     * @param algorithm which
     */
    public @Nullable String hash(HashAlgorithm algorithm) {
        if (hashes != null) {
            return hashes.get(algorithm);
        }
        String known = singleHashes.get(algorithm);
        FileMetadata facts = metadata();
        if (known == null && (facts == null || facts.kind() == FileMetadata.Kind.REGULAR)) {
            Content bytes = content();
            if (bytes.isWhole()) {
                known = Hashes.one(algorithm, bytes.array(), bytes.length());
                singleHashes.put(algorithm, known);
            }
        }
        return known;
    }

    /** Returns the first 20 bytes of the content. */
    public FirstBytes firstBytes() {
        Content bytes = head(FirstBytes.COUNT);
        return FirstBytes.of(bytes.array(), bytes.length());
    }

    /** Returns the magic type, {@link MagicTypes#UNKNOWN} when no signature fits. */
    public String magicType() {
        if (magicType == null) {
            Content bytes = head(MagicTypes.MAX_LENGTH);
            magicType = settings.magicTypes().typeOf(bytes.array(), bytes.length());
        }
        return magicType;
    }

    /** Returns what logs show: for a file its path, type, hashes, times, rights; for a record the object it was made with. */
    public ObservedObject subject() {
        if (subject == null) {
            subject = FileSubject.of(this);
        }
        return subject;
    }

    /** Returns type and name. */
    @Override
    public String toString() {
        return type + " " + name;
    }
}
