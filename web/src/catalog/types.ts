import type { Schema } from '../lib/api';

export type Product = Schema<'catalog.ProductCard'>;
export type ProductView = Schema<'catalog.ProductView'>;
