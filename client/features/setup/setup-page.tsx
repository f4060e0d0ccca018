/** The first minutes of a forum: a few steps, each of which can be skipped; the server keeps which one comes next. */
import '../../styles/setup.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Redirect } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import type { ForumSettings } from '../../../shared/contract/forum.ts';
import { limits } from '../../../shared/limits.ts';
import { call } from '../../api.ts';
import { t } from '../../i18n.ts';
import { Field } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { attempt } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { about, forumName } from '../accounts/forum.state.ts';
import { beginAsNewcomer } from '../accounts/newcomer.state.ts';
import { ChannelsStep } from './channels-step.tsx';
import { ClusterStep } from './cluster-step.tsx';
import { PeopleStep } from './people-step.tsx';
import { setUpLater, setupStep } from './setup.state.ts';

const steps = ['name', 'cluster', 'channels', 'people'] as const;
type Step = (typeof steps)[number];

async function save(settings: Partial<ForumSettings>) {
  const saved = await call('forum:edit', settings);
  if (about.value) about.value = { ...about.value, ...saved };
}

export function SetupPage() {
  const step = setupStep.value;
  if (!about.value) return <Skeleton />;
  if (!step) return <Redirect to="/" replace />;
  const next = steps[steps.indexOf(step) + 1] ?? 'done';
  const go = async (more: Partial<ForumSettings> = {}) => {
    if (next === 'done') beginAsNewcomer();
    await save({ ...more, setup: next });
  };
  return (
    <Page title={t('setup.title')}>
      <Progress step={step} />
      <Section key={step} step={step}>
        {step === 'name' && <NameStep done={(name) => go({ name })} />}
        {step === 'cluster' && <ClusterStep done={go} />}
        {step === 'channels' && <ChannelsStep done={go} />}
        {step === 'people' && <PeopleStep done={go} />}
      </Section>
      <p class="buttons">
        {step !== 'people' && (
          <button type="button" onClick={() => attempt(go)}>
            {t('setup.skip')}
          </button>
        )}
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setUpLater();
            navigate('/');
          }}
        >
          {t('setup.later')}
        </button>
      </p>
    </Page>
  );
}

function Progress({ step }: { step: Step }) {
  return (
    <ol class="steps">
      {steps.map((name) => (
        <li
          key={name}
          class={steps.indexOf(name) < steps.indexOf(step) ? 'done' : ''}
          aria-current={name === step ? 'step' : undefined}
        >
          {t(`setup.${name}.short`)}
        </li>
      ))}
    </ol>
  );
}

/** One step; its heading takes the focus, so that the keyboard and screen readers go on from there. */
function Section({ step, children }: { step: Step; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section class="setup-step">
      <h2 ref={heading} tabIndex={-1}>
        {t(`setup.${step}.title`)}
      </h2>
      <p>{t(`setup.${step}.what`)}</p>
      {children}
    </section>
  );
}

function NameStep({ done }: { done(name: string): Promise<void> }) {
  return (
    <Form label={t('setup.next')} submit={({ name = '' }) => done(name)}>
      <Field
        name="name"
        label={t('forum.name')}
        hint={t('forum.nameHint')}
        defaultValue={forumName.value}
        required
        bounds={limits.forumName}
      />
    </Form>
  );
}
