package io.onaccount.testing;

import io.onaccount.OnAccountApplication;
import io.onaccount.platform.postgres.ManagedPostgres;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The whole server on a free port over a database of its own, every statement of its business and reporting pools checked by {@link
 * StatementGuard}. Tests share one ({@link #shared}); each makes a company of its own in it.
 */
public final class TestApplication implements AutoCloseable {

    private final TestDatabase database;
    private final ConfigurableApplicationContext context;

    private TestApplication(TestDatabase database, ConfigurableApplicationContext context) {
        this.database = database;
        this.context = context;
    }

    private static final class Shared {
        static final TestApplication APPLICATION = start();
    }

    /** The one all tests of this process share; never closed. It is empty: no demo. */
    public static TestApplication shared() {
        return Shared.APPLICATION;
    }

    /**
     * Another one, for tests that need settings of their own or stop it.
     *
     * @param properties {@code onaccount.something=value}; stronger than those of this class
     */
    public static TestApplication start(String... properties) {
        return start(TestDatabase.fresh(), properties);
    }

    /** Another one over the given database, which it closes with itself. */
    public static TestApplication start(TestDatabase database, String... properties) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("server.port", "0");
        all.put("onaccount.empty", "true");
        all.put("onaccount.secret-key", "only for tests, and long enough to be one");
        all.put("onaccount.sms.local-gateways", "true"); // stand-ins listen on this machine
        all.put("onaccount.database.url", database.url());
        all.put("onaccount.database.user", ManagedPostgres.APPLICATION);
        all.put("onaccount.database.password", database.password(ManagedPostgres.APPLICATION));
        all.put("onaccount.database.owner-user", ManagedPostgres.OWNER);
        all.put("onaccount.database.owner-password", database.password(ManagedPostgres.OWNER));
        for (String property : properties) {
            int equals = property.indexOf('=');
            all.put(property.substring(0, equals), property.substring(equals + 1));
        }
        ConfigurableApplicationContext context = new SpringApplicationBuilder(OnAccountApplication.class)
                .initializers(fresh -> fresh.getBeanFactory().addBeanPostProcessor(new Guarding()))
                .run(all.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
        return new TestApplication(database, context);
    }

    private static final class Guarding implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource source && (name.equals("business") || name.equals("reporting"))
                    ? StatementGuard.around(source, TestDatabase.distributedTables())
                    : bean;
        }
    }

    /** {@code http://localhost:port}, without a slash at its end. */
    public String url() {
        return "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** The database under it. */
    public TestDatabase database() {
        return database;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
        database.close();
    }
}
