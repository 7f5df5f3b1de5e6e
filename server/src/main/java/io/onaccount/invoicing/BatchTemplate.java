package io.onaccount.invoicing;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * The workbook with which the electronic tax bureau takes many digital invoices at once (批量开票导入模板): a sheet of basic facts and one of lines,
 * joined by the serial number, which is the application's number. Headings are the tax bureau's and so in Chinese whatever the user reads.
 */
final class BatchTemplate {
    static final String BASIC = "1-发票基本信息";
    static final String LINES = "2-发票明细信息";

    static final List<String> BASIC_HEADINGS = List.of(
            "发票流水号",
            "发票类型",
            "特定业务类型",
            "是否含税",
            "受票方自然人标识",
            "购买方名称",
            "购买方纳税人识别号",
            "购买方地址",
            "购买方电话",
            "购买方开户银行",
            "购买方银行账号",
            "备注",
            "是否展示购买方银行账号",
            "购买方邮箱");

    static final List<String> LINE_HEADINGS =
            List.of("发票流水号", "项目名称", "商品和服务税收编码", "规格型号", "单位", "数量", "单价", "金额", "税率", "折扣金额", "是否使用优惠政策");

    private BatchTemplate() {}

    static void write(OutputStream out, List<InvoiceApplication> applications) throws IOException {
        Workbook book = new Workbook(out, "OnAccount", "1.0");
        Worksheet basic = begin(book, BASIC, BASIC_HEADINGS);
        int row = 1;
        for (InvoiceApplication a : applications) {
            Buyer buyer = a.buyer();
            cells(
                    basic,
                    row++,
                    a.number(),
                    a.kind().isSpecial() ? "增值税专用发票" : "普通发票",
                    null,
                    "是",
                    buyer.taxNumber().isEmpty() ? "是" : "否",
                    buyer.title(),
                    buyer.taxNumber(),
                    buyer.address(),
                    buyer.phone(),
                    buyer.bank(),
                    buyer.account(),
                    a.remark(),
                    buyer.account().isEmpty() ? "否" : "是",
                    buyer.email());
        }
        basic.finish();
        Worksheet lines = begin(book, LINES, LINE_HEADINGS);
        row = 1;
        for (InvoiceApplication a : applications) {
            for (InvoiceLine line : a.lines()) {
                if (line.left().signum() > 0) {
                    cells(
                            lines,
                            row++,
                            a.number(),
                            line.name(),
                            line.taxCode(),
                            line.specification(),
                            line.unit(),
                            line.left(),
                            line.priceWithTax(),
                            left(line),
                            line.taxRate(),
                            null,
                            line.taxRate().signum() == 0 ? "是" : "否");
                }
            }
        }
        lines.finish();
        book.finish();
    }

    /** What is left of a line with tax: the whole, or the difference of shares. */
    private static BigDecimal left(InvoiceLine line) {
        return line.done().signum() == 0
                ? line.total()
                : line.total()
                        .subtract(line.total()
                                .multiply(line.done())
                                .divide(line.quantity(), line.total().scale(), java.math.RoundingMode.HALF_UP));
    }

    private static Worksheet begin(Workbook book, String name, List<String> headings) {
        Worksheet sheet = book.newWorksheet(name);
        sheet.freezePane(0, 1);
        for (int i = 0; i < headings.size(); i++) {
            sheet.inlineString(0, i, headings.get(i));
            sheet.style(0, i).bold().set();
            sheet.width(i, 18);
        }
        return sheet;
    }

    private static void cells(Worksheet sheet, int row, @Nullable Object... values) {
        List<@Nullable Object> cells = new ArrayList<>(java.util.Arrays.asList(values));
        for (int i = 0; i < cells.size(); i++) {
            switch (cells.get(i)) {
                case null -> {}
                case BigDecimal number -> sheet.value(row, i, number);
                case Object text -> sheet.inlineString(row, i, text.toString());
            }
        }
    }
}
