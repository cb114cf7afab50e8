package io.thor4j.yara.module.magic;

/**
 * What a file is. Immutable.
 *
 * @param type description for people, in the words of libmagic 5.44
 * @param mime MIME type
 */
record FileKind(String type, String mime) {
    static final FileKind DATA = new FileKind("data", "application/octet-stream");
}
