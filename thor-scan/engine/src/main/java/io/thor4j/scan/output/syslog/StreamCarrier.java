package io.thor4j.scan.output.syslog;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A connection over TCP (RFC 6587) or TLS (RFC 5425). Used by one thread, except for {@link #close}.
 *
 * <p>Syslog has no receipts. What tells that everything was read is the end of the connection: this side ends first, the receiver reads up to
 * that end and then ends its side; had it left anything unread, its system would reset the connection instead.
 */
final class StreamCarrier implements Carrier {
    /** Connecting, and waiting for the receiver's end; ours. */
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final boolean octets;

    private StreamCarrier(Socket socket, boolean octets) {
        this.socket = socket;
        this.octets = octets;
    }

    /**
     * Connects.
     *
     * @param target the receiver
     * @param tls makes encrypted connections, null for plain ones; the certificate must be for the target's host
     * @param verifyHost whether the name in the certificate is checked
     * @param octets whether each message has its length before it, instead of a line feed after it
     */
    static StreamCarrier connect(
            SyslogTarget target, @Nullable SSLSocketFactory tls, boolean verifyHost, boolean octets)
            throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(target.host(), target.port()), PATIENCE_MILLIS);
            plain.setKeepAlive(true);
            if (tls == null) {
                return new StreamCarrier(plain, octets);
            }
            SSLSocket socket = (SSLSocket) tls.createSocket(plain, target.host(), target.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            if (verifyHost) {
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
            }
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            return new StreamCarrier(socket, octets);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public int send(List<byte[]> messages) throws IOException {
        checkOpen();
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            if (octets) {
                frames.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
                frames.writeBytes(message);
            } else {
                frames.writeBytes(message);
                frames.write('\n');
            }
        }
        socket.getOutputStream().write(frames.toByteArray());
        socket.getOutputStream().flush();
        return messages.size();
    }

    /* A receiver that went away long ago is only noticed by reading. It has nothing to say otherwise. */
    private void checkOpen() throws IOException {
        socket.setSoTimeout(1);
        try {
            if (socket.getInputStream().read() < 0) {
                throw new EOFException("the receiver ended the connection");
            }
        } catch (SocketTimeoutException e) {
            /* As it should be. */
            return;
        }
    }

    @Override
    public void finish() throws IOException {
        checkOpen();
        socket.shutdownOutput();
        socket.setSoTimeout(PATIENCE_MILLIS);
        InputStream in = socket.getInputStream();
        try {
            long read = 0;
            while (in.read() >= 0) {
                if (++read > 1 << 16) {
                    throw new IOException("the receiver talks without end");
                }
            }
        } catch (IOException e) {
            /* Some receivers end TLS without saying so; that the connection ended and was not reset is what counts. */
            if (!(e instanceof EOFException) && !(e.getCause() instanceof EOFException)) {
                throw e;
            }
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            /* It is gone either way. */
            return;
        }
    }
}
