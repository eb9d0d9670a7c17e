package io.tuyere.gateway;

import io.tuyere.core.CountryTable;
import io.tuyere.core.RegionTable;
import io.tuyere.core.Tenant;
import java.util.Collection;
import java.util.function.Supplier;

/** The directory that is current. It is read by any thread at any time, and changed by one thread after the other. */
public final class Directories implements Supplier<Directory> {
    private volatile Directory current;

    /** Begins with this one. */
    public Directories(Directory first) {
        this.current = first;
    }

    @Override
    public Directory get() {
        return current;
    }

    /** Takes another one in its place. */
    public synchronized void replace(Directory next) {
        current = next;
    }

    /** Takes other tables, and keeps the tenants; takes time in proportion to their number. */
    public synchronized void tables(RegionTable regions, CountryTable countries) {
        current = current.with(regions, countries);
    }

    /** Changes some tenants; takes time in proportion to their number, not to that of all. */
    public synchronized void change(Collection<Tenant> put, Collection<String> removed) {
        current = current.with(put, removed);
    }

    /** All tenants are known from now on. */
    public synchronized void complete() {
        current = current.completed();
    }
}
