package io.tuyere.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The line that is written about each call: group {@code access-log} of the configuration.
 *
 * @param to {@code off}, {@code stdout}, or the file to write to
 * @param sample part of the calls without trouble that is told, 0 to 1; those with trouble always are
 * @param ids whether ids in paths are told as they are
 * @param headers names of request headers that are told, in lower case
 * @param queue lines that may wait to be written; the next one is dropped, and counted
 * @param fileBytes size at which a file is put aside
 * @param files files that are kept beside the one that is written
 */
public record AccessLogSettings(
        String to, double sample, Ids ids, List<String> headers, int queue, int fileBytes, int files) {
    private static final String OFF = "off";
    private static final String STDOUT = "stdout";
    private static final int MIB = 1024 * 1024;
    private static final int MAX_HEADERS = 20;
    private static final Set<String> SECRET_HEADERS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "x-api-key",
            "access_token",
            "sign",
            "stringtosign",
            "secret");

    public AccessLogSettings {
        if (to.isBlank()) {
            throw new IllegalArgumentException("access-log.to must be off, stdout or a file");
        }
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("access-log.sample must be 0 to 1, was " + sample);
        }
        headers = headers.stream().map(AccessLogSettings::header).toList();
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("access-log.headers must be at most " + MAX_HEADERS + " names");
        }
        between("access-log.queue", queue, 64, 1 << 20);
        mib("access-log.file-size", fileBytes);
        between("access-log.files", files, 1, 100);
    }

    /** What becomes of the ids of devices, users and homes in a path. */
    public enum Ids {
        /** The same id has the same text, which does not tell the id. */
        HASHED,
        /** As they are. */
        PLAIN
    }

    private static String header(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (SECRET_HEADERS.contains(lower)) {
            throw new IllegalArgumentException("access-log.headers must not name " + lower + ", which holds a secret");
        }
        return lower;
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be " + least + " to " + most + ", was " + value);
        }
    }

    private static void mib(String key, int bytes) {
        if (bytes < MIB || bytes > 1024 * MIB) {
            throw new IllegalArgumentException(key + " must be 1MiB to 1024MiB, was " + bytes + "B");
        }
    }

    /** What is used where the configuration says nothing: calls with trouble, and one in a hundred without, on stdout. */
    public static AccessLogSettings defaults() {
        return new AccessLogSettings(STDOUT, 0.01, Ids.HASHED, List.of(), 8_192, 100 * MIB, 10);
    }

    /** Whether nothing is told. */
    public boolean off() {
        return to.equals(OFF);
    }

    /** Whether lines go to the standard output. */
    public boolean stdout() {
        return to.equals(STDOUT);
    }

    /** These settings with another {@code access-log.to}. */
    public AccessLogSettings withTo(String value) {
        return new AccessLogSettings(value, sample, ids, headers, queue, fileBytes, files);
    }

    /** These settings with another {@code access-log.sample}. */
    public AccessLogSettings withSample(double value) {
        return new AccessLogSettings(to, value, ids, headers, queue, fileBytes, files);
    }

    /** These settings with other {@code access-log.ids}. */
    public AccessLogSettings withIds(Ids value) {
        return new AccessLogSettings(to, sample, value, headers, queue, fileBytes, files);
    }

    /** These settings with one more of {@code access-log.headers}. */
    public AccessLogSettings withHeader(String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(value);
        return new AccessLogSettings(to, sample, ids, more, queue, fileBytes, files);
    }

    /** These settings with another {@code access-log.queue}. */
    public AccessLogSettings withQueue(int value) {
        return new AccessLogSettings(to, sample, ids, headers, value, fileBytes, files);
    }

    /** These settings with another {@code access-log.file-size}, in bytes. */
    public AccessLogSettings withFileBytes(int value) {
        return new AccessLogSettings(to, sample, ids, headers, queue, value, files);
    }

    /** These settings with another {@code access-log.files}. */
    public AccessLogSettings withFiles(int value) {
        return new AccessLogSettings(to, sample, ids, headers, queue, fileBytes, value);
    }
}
