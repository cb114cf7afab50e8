package io.thor4j.thunderstorm.server.upload;

import io.thor4j.core.ThorException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an upload without a thread that waits: each piece is taken when it is there, so clients that send a byte a second cost nothing but
 * their connection. Used by the server's threads, one at a time.
 */
public final class UploadReader implements Runnable, MultipartParser.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(UploadReader.class);

    /** What is still read of a refused upload: many clients see no answer before they have sent everything. */
    private static final long DRAINED = 64L << 20;

    private final Content.Source source;
    private final Sample sample;
    private final UploadPace pace;
    private final long began;
    private final MultipartParser parser;
    private final CompletableFuture<Sample> done = new CompletableFuture<>();
    private @Nullable ThorException refusal;
    private long drained;
    private long received;

    /**
     * Makes a reader.
     *
     * @param source the request
     * @param boundary {@link ContentType#boundary}
     * @param sample takes the content
     * @param pace how slow the sender may be
     */
    public UploadReader(Content.Source source, byte[] boundary, Sample sample, UploadPace pace) {
        this.source = source;
        this.sample = sample;
        this.pace = pace;
        this.began = pace.nanoClock().getAsLong();
        this.parser = new MultipartParser(boundary, this);
    }

    /**
     * Begins to read.
     *
     * @return ends with the sample, or with an {@link UploadException} or what it was refused with when the sample was discarded
     */
    public CompletableFuture<Sample> start() {
        run();
        return done;
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = source.read();
            if (chunk == null) {
                source.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                LOG.debug("An upload ended early", chunk.getFailure());
                end(refusal == null ? new UploadException(400, "the upload ended early") : refusal);
                return;
            }
            received += chunk.remaining();
            if (pace.isTooSlow(began, received)) {
                chunk.release();
                end(new UploadException(
                        408, "the upload is too slow: less than " + pace.bytesPerSecond() + " bytes a second"));
                return;
            }
            take(chunk);
            boolean last = chunk.isLast() || drained > DRAINED;
            chunk.release();
            if (last) {
                end(refusal == null ? whole() : refusal);
                return;
            }
        }
    }

    private void take(Content.Chunk chunk) {
        if (refusal != null) {
            drained += chunk.remaining();
            chunk.skip(chunk.remaining());
            return;
        }
        try {
            parser.feed(chunk.getByteBuffer());
        } catch (UploadException e) {
            refuse(e);
        } catch (IOException e) {
            LOG.error("A sample could not be stored", e);
            refuse(SpaceLimits.full());
        }
    }

    /**
     * Refuses the upload: what comes of it is read and forgotten.
     *
     * @param why what the reader ends with
     */
    public void refuse(ThorException why) {
        refusal = why;
        sample.discard();
    }

    private @Nullable UploadException whole() {
        try {
            parser.end();
            sample.finish();
            return null;
        } catch (UploadException e) {
            return e;
        } catch (IOException e) {
            LOG.error("A sample could not be stored", e);
            return SpaceLimits.full();
        }
    }

    private void end(@Nullable ThorException why) {
        if (why == null) {
            done.complete(sample);
        } else {
            sample.discard();
            done.completeExceptionally(why);
        }
    }

    @Override
    public void begin(String fileName) {
        sample.name(fileName);
    }

    @Override
    public void content(byte[] bytes, int offset, int length) throws IOException {
        sample.write(bytes, offset, length);
    }
}
