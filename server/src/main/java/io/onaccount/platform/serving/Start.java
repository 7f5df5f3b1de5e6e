package io.onaccount.platform.serving;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Once the server is ready: tells where it is, or does the one command it was started for and ends. */
@Component
class Start {

    private static final Logger log = LoggerFactory.getLogger(Start.class);

    private final ServingSettings settings;
    private final List<Command> commands;
    private final List<StartNote> notes;
    private final boolean structured;

    Start(
            ServingSettings settings,
            List<Command> commands,
            List<StartNote> notes,
            @Value("${logging.structured.format.console:}") String structured) {
        this.settings = settings;
        this.commands = commands;
        this.notes = notes;
        this.structured = !structured.isEmpty();
    }

    /** After all other listeners, so that what they fill in on a first start is there when we say ready. */
    @EventListener
    @Order
    void ready(ApplicationReadyEvent event) {
        ConfigurableApplicationContext context = event.getApplicationContext();
        String port = context.getEnvironment().getProperty("local.server.port");
        String command = settings.command();
        if (command != null) {
            end(context, run(command));
            return;
        }
        if (settings.train()) {
            end(context, train("http://localhost:" + port));
            return;
        }
        say("OnAccount 赊销通  http://localhost:" + port);
        notes.forEach(note -> note.lines().forEach(this::say));
    }

    /** The context waits for this thread's caller when it closes: leave that to a thread of its own. */
    private static void end(ConfigurableApplicationContext context, int code) {
        Thread.ofPlatform().name("exit").start(() -> System.exit(SpringApplication.exit(context, () -> code)));
    }

    /** What a first visitor's browser asks for, so that its classes are in the start cache too. */
    private static int train(String url) {
        for (String path : List.of(
                "/", "/api/v1/me", "/api/v1/texts/zh-CN", "/api/v1/nothing", "/health", "/api/v1/openapi.json")) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(url + path).toURL().openConnection();
                connection.setRequestProperty("accept-encoding", "gzip, br");
                log.debug("{} {}", path, connection.getResponseCode());
                connection.disconnect();
            } catch (IOException e) {
                log.error("training", e);
                return 1;
            }
        }
        return 0;
    }

    private int run(String name) {
        String argument = Objects.requireNonNullElse(settings.commandArgument(), "");
        for (Command command : commands) {
            if (command.name().equals(name)) {
                try {
                    command.run(argument, this::say);
                    return 0;
                } catch (Exception e) {
                    log.debug("command {}", name, e);
                    say(name + ": " + Objects.requireNonNullElse(e.getMessage(), e.toString()));
                    return 1;
                }
            }
        }
        say(name + ": no such command");
        return 2;
    }

    private void say(String line) {
        if (structured) {
            log.info(line);
        } else {
            new PrintStream(System.out, true, StandardCharsets.UTF_8).println(line);
        }
    }
}
