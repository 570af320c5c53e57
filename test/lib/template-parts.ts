import type { Template } from 'aws-cdk-lib/assertions';

/** A resource of a template; what its properties are depends on its type. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON, and a wrong guess fails the test.
  readonly Properties: any;
  readonly DeletionPolicy?: string;
}

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The resources of that type, with their logical ids. */
export const resourcesOf = (template: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.findResources(type)) as unknown as (readonly [string, Resource])[];

/** The one resource of that type, with its logical id; with a prefix, the one whose logical id begins so. */
export const theResource = (template: Template, type: string, prefix = ''): readonly [string, Resource] => {
  const [resource, ...others] = resourcesOf(template, type).filter(([id]) => id.startsWith(prefix));
  if (!resource || others.length > 0)
    throw new Error(`expected one ${type} ${prefix}, got ${others.length + (resource ? 1 : 0)}`);
  return resource;
};

/** A value that may be one or a list, as IAM has them, as a list. */
export const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** What the role of the function whose logical id begins so may do. */
export const statementsOf = (template: Template, functionPrefix: string): readonly Statement[] => {
  const [, { Properties }] = theResource(template, 'AWS::Lambda::Function', functionPrefix);
  const roleId: string = Properties.Role['Fn::GetAtt'][0];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => policy.Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
};

/** The actions that the role of the function whose logical id begins so may take, each once, sorted. */
export const actionsOf = (template: Template, functionPrefix: string): readonly string[] => {
  const allowed = statementsOf(template, functionPrefix).filter(({ Effect }) => Effect === 'Allow');
  return [...new Set(allowed.flatMap(({ Action }) => listOf(Action)))].sort();
};

/** Path of each resource of the API by its logical id. */
const pathsOf = (template: Template): ReadonlyMap<string, string> => {
  const resources = new Map(resourcesOf(template, 'AWS::ApiGateway::Resource'));
  const pathOf = (id: string): string => {
    const resource = resources.get(id);
    return resource ? `${pathOf(resource.Properties.ParentId.Ref ?? '')}/${resource.Properties.PathPart}` : '';
  };
  return new Map([...resources.keys()].map((id) => [id, pathOf(id)]));
};

/** The properties of every method of the API but CORS preflights, by `<method> <path>`. */
export const methodsOf = (template: Template): ReadonlyMap<string, Resource['Properties']> => {
  const paths = pathsOf(template);
  return new Map(
    resourcesOf(template, 'AWS::ApiGateway::Method')
      .filter(([, { Properties }]) => Properties.HttpMethod !== 'OPTIONS')
      .map(([, { Properties }]) => [`${Properties.HttpMethod} ${paths.get(Properties.ResourceId.Ref)}`, Properties]),
  );
};
