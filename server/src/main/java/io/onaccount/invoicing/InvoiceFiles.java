package io.onaccount.invoicing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.stereotype.Component;

/** Applications as files for the tax platform. */
@Component
public final class InvoiceFiles {

    InvoiceFiles() {}

    /** The workbook the electronic tax bureau takes many digital invoices from at once, with what is still to be issued. */
    public void batch(OutputStream out, List<InvoiceApplication> applications) throws IOException {
        BatchTemplate.write(out, applications);
    }
}
