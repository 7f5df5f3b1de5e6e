package io.onaccount.platform.serving;

import java.io.PrintStream;
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
        String command = settings.command();
        if (command != null) {
            int code = run(command);
            // The JVM ends by System.exit, which waits for this thread's caller: leave it to a thread of its own.
            Thread.ofPlatform().name("exit").start(() -> System.exit(SpringApplication.exit(context, () -> code)));
            return;
        }
        String port = context.getEnvironment().getProperty("local.server.port");
        say("OnAccount 赊销通  http://localhost:" + port);
        notes.forEach(note -> note.lines().forEach(this::say));
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
