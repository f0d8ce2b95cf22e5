package org.mailroom.mailstore.rows;

/**
 * Where rows are kept.
 *
 * @param url JDBC URL of PostgreSQL ({@code jdbc:postgresql://…}); empty for the embedded H2 in the
 *     data directory
 * @param user database user; PostgreSQL only
 * @param password database password; PostgreSQL only; set it by the environment
 * @param connections most connections to the database, 2 to 200
 * @param cacheMib MiB of memory the embedded database caches pages in, 8 to 65536
 */
public record DatabaseSettings(
        String url, String user, String password, int connections, int cacheMib) {
    public static final DatabaseSettings DEFAULT = new DatabaseSettings("", "", "", 12, 64);

    public DatabaseSettings {
        if (connections < 2 || connections > 200) {
            throw new IllegalArgumentException("connections must be 2 to 200, not " + connections);
        }
        if (cacheMib < 8 || cacheMib > 65536) {
            throw new IllegalArgumentException("cacheMib must be 8 to 65536, not " + cacheMib);
        }
    }

    public boolean embedded() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return "DatabaseSettings[url="
                + url
                + ", user="
                + user
                + ", connections="
                + connections
                + "]";
    }
}
