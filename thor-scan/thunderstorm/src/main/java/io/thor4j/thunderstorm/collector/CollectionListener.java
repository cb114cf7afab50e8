package io.thor4j.thunderstorm.collector;

import io.thor4j.thunderstorm.client.CheckResult;

/** Hears how a collection goes on. Several threads call it; names are those of files and may hold anything. */
public interface CollectionListener {
    /** Hears nothing. */
    CollectionListener NONE = new CollectionListener() {};

    /**
     * A file was left out.
     *
     * @param name the file or folder
     * @param reason why
     */
    default void skipped(String name, String reason) {}

    /**
     * A file could not be sent.
     *
     * @param name the file or folder
     * @param reason why
     */
    default void failed(String name, String reason) {}

    /**
     * A file is about to be sent.
     *
     * @param name the file
     */
    default void sending(String name) {}

    /**
     * A file was sent, or would have been in a dry run.
     *
     * @param name the file
     * @param bytes its size
     */
    default void sent(String name, long bytes) {}

    /**
     * The result of a file came.
     *
     * @param name the file
     * @param result what was found
     */
    default void result(String name, CheckResult result) {}

    /**
     * Something that is about no file in particular.
     *
     * @param text one line
     */
    default void message(String text) {}
}
