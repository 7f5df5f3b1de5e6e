import type { Schema } from '../lib/api';

export type User = Schema<'organization.Users.User'>;
export type Role = Schema<'organization.Roles.Role'>;
export type Right = Schema<'organization.RightView'>;
export type Department = Schema<'organization.Departments.Department'>;
export type Company = Schema<'organization.CompanyView'>;
export type SessionView = Schema<'organization.SessionView'>;
export type Token = Schema<'organization.Sessions.Token'>;
