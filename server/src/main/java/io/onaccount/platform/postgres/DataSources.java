package io.onaccount.platform.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.onaccount.platform.db.Database;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The three data sources every statement goes through: {@code business} for what a company does, {@code reporting} for long reads (may be a
 * replica), {@code platform} for what is no company's (sessions, jobs). They may lie in three databases one day, so none joins tables of
 * another.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
class DataSources {

    @Bean
    DatabaseServer databaseServer(DatabaseSettings settings) {
        return DatabaseServer.open(settings);
    }

    /** 16 connections: on two cores 4 gave 0.4 of their throughput, and more gave nothing. */
    @Bean
    @Primary
    DataSource business(DatabaseServer server, ObjectProvider<MeterRegistry> metrics) {
        return pool("business", server.application(), 16, 4, metrics);
    }

    @Bean
    DataSource platform(DatabaseServer server, ObjectProvider<MeterRegistry> metrics) {
        return pool("platform", server.application(), 8, 1, metrics);
    }

    @Bean
    DataSource reporting(DatabaseServer server, ObjectProvider<MeterRegistry> metrics) {
        return pool("reporting", server.reporting(), 8, 1, metrics);
    }

    /** Two connections for counters of numbers: who holds one of {@code business} and waits for a number finds one here. */
    @Bean
    DataSource numbering(DatabaseServer server, ObjectProvider<MeterRegistry> metrics) {
        return pool("numbering", server.application(), 2, 0, metrics);
    }

    @Bean
    Database database(DataSource business, @Qualifier("reporting") DataSource reporting) {
        return new Database(business, reporting);
    }

    private static DataSource pool(
            String name, DatabaseServer.Login login, int size, int idle, ObjectProvider<MeterRegistry> metrics) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(login.url());
        config.setUsername(login.user());
        config.setPassword(login.password());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(idle);
        config.setConnectionTimeout(10_000);
        if (login.setRole() != null) {
            config.setConnectionInitSql("set role " + login.setRole());
        }
        config.addDataSourceProperty("ApplicationName", "onaccount-" + name);
        // Every statement is prepared on the server from its first use: planning again costs a third of the throughput.
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("preparedStatementCacheQueries", "512");
        config.addDataSourceProperty("preparedStatementCacheSizeMiB", "16");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("options", "-c idle_in_transaction_session_timeout=120000 -c lock_timeout=20000");
        metrics.ifAvailable(registry -> config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry)));
        return new HikariDataSource(config);
    }
}
