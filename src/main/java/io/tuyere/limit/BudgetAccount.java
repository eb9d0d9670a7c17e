package io.tuyere.limit;

import io.tuyere.core.Tenant.Budget;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a project has used of a calendar month (UTC): every attempt that goes to the cloud, since the cloud counts calls
 * whatever comes of them. Token calls are not counted: they are few, and whether the cloud counts them is not documented.
 * Any thread.
 *
 * <p>An account knows two numbers: what the fleet has used, as it was last told, and what this instance has used since. It
 * hands in the second and is told the first once a second, so that an instance may be late by what the others use in that
 * time. Without Redis the first stays zero, and a restart forgets.
 */
public final class BudgetAccount {
    private static final int SAMPLES = 25;
    private static final long SAMPLE_MILLIS = 3_600_000;
    private static final long TRIAL_MILLIS = 600_000;

    private final String project;
    private final LongSupplier nowMillis;
    private volatile Page page;
    /** At most one an hour for a day; guarded by itself. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    BudgetAccount(String project, LongSupplier nowMillis) {
        this.project = project;
        this.nowMillis = nowMillis;
        this.page = new Page(Month.at(nowMillis.getAsLong()));
        observe();
    }

    /** One month. */
    private static final class Page {
        private final Month month;
        private final AtomicLong ownUnsaid = new AtomicLong();
        private final AtomicLong saying = new AtomicLong();
        private volatile long fleet;
        private volatile boolean closed;
        /** 1 when it was closed here, -1 when it was reopened, and the fleet does not know yet. */
        private volatile int closing;

        private final AtomicLong nextTrialMillis = new AtomicLong();

        Page(Month month) {
            this.month = month;
        }

        long used() {
            return fleet + saying.get() + ownUnsaid.get();
        }
    }

    private record Sample(long atMillis, long used) {}

    /** The project's access id. */
    public String project() {
        return project;
    }

    private Page current() {
        Page now = page;
        return nowMillis.getAsLong() < now.month.endMillis() ? now : turn();
    }

    private synchronized Page turn() {
        long millis = nowMillis.getAsLong();
        if (millis >= page.month.endMillis()) {
            page = new Page(Month.at(millis));
        }
        return page;
    }

    /**
     * Counts an attempt that is about to go to the cloud, unless it may not: then says why. A project that the cloud closed is
     * tried with one call in ten minutes, so that calls bought meanwhile are noticed.
     *
     * @param budget whose limit holds for the attempt, null for none
     */
    public @Nullable String spend(@Nullable Budget budget) {
        Page now = current();
        if (now.closed && !trial(now)) {
            return "the cloud says that the quota of this project is used up";
        }
        if (budget == null || !budget.stop()) {
            spendAnyway();
            return null;
        }
        while (true) {
            long own = now.ownUnsaid.get();
            if (now.fleet + now.saying.get() + own >= budget.callsPerMonth()) {
                return "the budget of this tenant, " + budget.callsPerMonth() + " calls a month, is used up";
            }
            if (now.ownUnsaid.compareAndSet(own, own + 1)) {
                return null;
            }
        }
    }

    private boolean trial(Page now) {
        long millis = nowMillis.getAsLong();
        long due = now.nextTrialMillis.get();
        return millis >= due && now.nextTrialMillis.compareAndSet(due, millis + TRIAL_MILLIS);
    }

    /** Counts an attempt whatever the limit. */
    void spendAnyway() {
        current().ownUnsaid.incrementAndGet();
    }

    /** An attempt that was counted did not leave. */
    public void unspend() {
        current().ownUnsaid.decrementAndGet();
    }

    /** Attempts of this month, as far as this instance knows. */
    public long used() {
        return current().used();
    }

    /** Year and month, {@code 2026-11}. */
    public String month() {
        return current().month.name();
    }

    /** Milliseconds until the month turns. */
    public long millisLeft() {
        return current().month.endMillis() - nowMillis.getAsLong();
    }

    /** The cloud says that the project's calls are used up. */
    public void close() {
        Page now = current();
        now.nextTrialMillis.set(nowMillis.getAsLong() + TRIAL_MILLIS);
        closing(now, true);
    }

    private synchronized void closing(Page page, boolean closed) {
        page.closed = closed;
        page.closing = closed ? 1 : -1;
    }

    /** Somebody bought calls, or the cloud takes them again. */
    public void reopen() {
        closing(current(), false);
    }

    /** Whether the cloud said that the project's calls are used up. */
    public boolean closed() {
        return current().closed;
    }

    /** Notes what is used, for the forecast. */
    void observe() {
        long millis = nowMillis.getAsLong();
        long used = used();
        synchronized (samples) {
            Sample last = samples.peekLast();
            if (last != null && used < last.used) {
                samples.clear();
                last = null;
            }
            if (last == null || millis - last.atMillis >= SAMPLE_MILLIS) {
                samples.addLast(new Sample(millis, used));
                if (samples.size() > SAMPLES) {
                    samples.removeFirst();
                }
            }
        }
    }

    /** Calls a day at the rate of the last 24 hours, or of as much of them as is known. */
    public double perDay() {
        observe();
        Sample first;
        synchronized (samples) {
            first = samples.getFirst();
        }
        long took = Math.max(1_000, nowMillis.getAsLong() - first.atMillis);
        return (used() - first.used) * 86_400_000.0 / took;
    }

    /** When so many calls are used up at the present rate, in milliseconds since the epoch; -1 where the month turns first. */
    public long runsOutMillis(long calls) {
        long left = calls - used();
        if (left <= 0) {
            return nowMillis.getAsLong();
        }
        double days = left / perDay();
        double at = nowMillis.getAsLong() + days * 86_400_000.0;
        return at < current().month.endMillis() ? (long) at : -1;
    }

    /** Whether there is something that the fleet does not know. */
    boolean hasNews() {
        Page now = current();
        return now.ownUnsaid.get() != 0 || now.saying.get() != 0 || now.closing != 0;
    }

    /** What the fleet has to be told now: all that it was not {@link #told} of before. One of these at a time. */
    synchronized Due due() {
        Page now = current();
        long own = now.ownUnsaid.get();
        now.saying.addAndGet(own); // for a moment counted twice, rather than not at all
        now.ownUnsaid.addAndGet(-own);
        return new Due(now.month.name(), now.saying.get(), now.closing, now.fleet, now.closed);
    }

    /**
     * What an account has to say.
     *
     * @param calls that nobody was told of yet
     * @param closing 1 when the cloud says that the calls are used up, -1 when it takes them again, 0 for nothing new
     * @param fleet calls that all have used, as the account was told last
     * @param closed whether the cloud takes none, as the account knows
     */
    record Due(String month, long calls, int closing, long fleet, boolean closed) {}

    /**
     * The fleet knows of it.
     *
     * @param fleet calls that all have used
     * @param closed whether the cloud takes none, as somebody was told
     */
    synchronized void told(Due due, long fleet, boolean closed) {
        Page now = current();
        if (now.month.name().equals(due.month)) {
            now.fleet = fleet;
            now.saying.addAndGet(-due.calls);
            heed(now, due, closed);
        }
    }

    private void heed(Page now, Due due, boolean closed) {
        if (now.closing == due.closing) {
            now.closing = 0;
            if (closed && !now.closed) {
                now.nextTrialMillis.set(nowMillis.getAsLong() + TRIAL_MILLIS);
            }
            now.closed = closed;
        }
    }
}
