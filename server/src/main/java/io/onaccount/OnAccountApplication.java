package io.onaccount;

import io.onaccount.platform.backup.Maintenance;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.modulith.Modulithic;

/** Starts the server. */
// Modules name their classes without asking each other; full class names keep two of the same short name apart.
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Modulithic(systemName = "OnAccount")
public class OnAccountApplication {

    /**
     * @param args Spring Boot's command line; the product's own settings are {@code --onaccount.*}
     */
    public static void main(String[] args) {
        if (Maintenance.isAsked(args)) {
            System.exit(Maintenance.run(args));
        }
        SpringApplication.run(OnAccountApplication.class, args);
    }
}
