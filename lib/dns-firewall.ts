import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnFirewallDomainList,
  CfnFirewallRuleGroup,
  CfnFirewallRuleGroupAssociation,
} from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';

export interface DnsFirewallProps {
  readonly vpc: IVpc;
  /** The names that are resolved; `*.` in front stands for whatever is below. */
  readonly domains: string[];
}

/** Lets a network resolve a few names and no others: any other name could carry data to whoever answers for it. */
export class DnsFirewall extends Construct {
  constructor(scope: Construct, id: string, { vpc, domains }: DnsFirewallProps) {
    super(scope, id);
    const allowed = new CfnFirewallDomainList(this, 'Allowed', { domains });
    const all = new CfnFirewallDomainList(this, 'All', { domains: ['*'] });
    const rules = new CfnFirewallRuleGroup(this, 'Rules', {
      firewallRules: [
        {
          priority: 1,
          firewallDomainListId: allowed.ref,
          action: 'ALLOW',
          // Whoever owns an allowed name may let it point to another.
          firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
        },
        { priority: 2, firewallDomainListId: all.ref, action: 'BLOCK', blockResponse: 'NXDOMAIN' },
      ],
    });
    new CfnFirewallRuleGroupAssociation(this, 'Association', {
      vpcId: vpc.vpcId,
      firewallRuleGroupId: rules.ref,
      // The lowest that there is.
      priority: 101,
    });
  }
}
