/** The frame of the page: rail, what the address names, connection line. */
import { useEffect, useState } from 'preact/hooks';
import { Redirect, Route, Switch, useRoute } from 'wouter-preact';
import { navigate } from 'wouter-preact/use-browser-location';
import { isolate } from '../shared/direction.ts';
import { decoded } from './address.ts';
import { connected, whenConnected } from './api.ts';
import { forumName, loadAbout } from './features/accounts/forum.state.ts';
import { landing } from './features/accounts/newcomer.state.ts';
import { account, moderatesAll } from './features/accounts/session.state.ts';
import { type Beside, ChannelPage } from './features/channels/channel-page.tsx';
import { channels, firstChannel, joined, unreadTotal } from './features/channels/channels.state.ts';
import { Rail } from './features/channels/rail.tsx';
import { loadClusters } from './features/clusters/clusters.state.ts';
import { Dialogs, openDialog } from './features/help/dialogs.tsx';
import { setupDue } from './features/setup/setup.state.ts';
import { t } from './i18n.ts';
import { narrow } from './touch.ts';
import { Empty } from './ui/empty.tsx';
import { lazy } from './ui/lazy.tsx';
import { Notice } from './ui/notice.tsx';
import { Skeleton } from './ui/skeleton.tsx';
import { pageTitle } from './ui/title.ts';

const SignIn = lazy(
  () => import('./features/accounts/sign-in.tsx').then((module) => module.SignIn),
  <Skeleton />,
);
const Register = lazy(
  () => import('./features/accounts/register.tsx').then((module) => module.Register),
  <Skeleton />,
);
const ResetPassword = lazy(
  () => import('./features/accounts/reset-password.tsx').then((module) => module.ResetPassword),
  <Skeleton />,
);
const MembersPage = lazy(
  () => import('./features/moderation/members-page.tsx').then((module) => module.MembersPage),
  <Skeleton />,
);
const SettingsPage = lazy(
  () => import('./features/accounts/settings.tsx').then((module) => module.SettingsPage),
  <Skeleton />,
);
const PersonPage = lazy(
  () => import('./features/accounts/person-page.tsx').then((module) => module.PersonPage),
  <Skeleton />,
);
const Directory = lazy(
  () => import('./features/clusters/directory.tsx').then((module) => module.Directory),
  <Skeleton />,
);
const ClusterPage = lazy(
  () => import('./features/clusters/cluster-page.tsx').then((module) => module.ClusterPage),
  <Skeleton />,
);
const Browse = lazy(
  () => import('./features/channels/browse.tsx').then((module) => module.Browse),
  <Skeleton />,
);
const InvitationsPage = lazy(
  () => import('./features/channels/invitations-page.tsx').then((module) => module.InvitationsPage),
  <Skeleton />,
);
const Mentions = lazy(
  () => import('./features/posts/mentions-page.tsx').then((module) => module.Mentions),
  <Skeleton />,
);
const Drafts = lazy(
  () => import('./features/drafts/drafts-page.tsx').then((module) => module.Drafts),
  <Skeleton />,
);
const Administration = lazy(
  () => import('./features/admin/administration.tsx').then((module) => module.Administration),
  <Skeleton />,
);
const SetupPage = lazy(
  () => import('./features/setup/setup-page.tsx').then((module) => module.SetupPage),
  <Skeleton />,
);
const Dashboard = lazy(
  () => import('./features/operations/dashboard.tsx').then((module) => module.Dashboard),
  <Skeleton />,
);
const ExchangePage = lazy(
  () => import('./features/exchange/exchange-page.tsx').then((module) => module.ExchangePage),
  <Skeleton />,
);
const ListingPage = lazy(
  () => import('./features/exchange/listing-page.tsx').then((module) => module.ListingPage),
  <Skeleton />,
);
const ListingEdit = lazy(
  () => import('./features/exchange/listing-edit.tsx').then((module) => module.ListingEdit),
  <Skeleton />,
);
const ListingForm = lazy(
  () => import('./features/exchange/listing-form.tsx').then((module) => module.ListingForm),
  <Skeleton />,
);

const Announcer = lazy(() =>
  import('./features/help/announcer.tsx').then((module) => module.Announcer),
);

whenConnected(() => {
  void loadClusters().catch(() => {});
  void import('./later.ts').catch(() => {});
});

export function Shell() {
  useEffect(() => void loadAbout().catch(() => {}), []);
  useEffect(() => {
    const name = pageTitle.value
      ? `${isolate(pageTitle.value)} · ${forumName.value}`
      : forumName.value;
    document.title = unreadTotal.value > 0 ? `(${unreadTotal.value}) ${name}` : name;
  }, [unreadTotal.value, pageTitle.value, forumName.value]);
  const [resets] = useRoute('/reset-password');
  if (account.value === undefined) return null;
  if (resets) return <ResetPassword />;
  if (account.value === null) return <Outside />;
  return <Inside />;
}

function Outside() {
  return (
    <Switch>
      <Route path="/register">
        <Register />
      </Route>
      <Route>
        <SignIn />
      </Route>
    </Switch>
  );
}

/** What stands beside the stream or in its place, by the rest of a channel's address. */
function besideOf(view: string | undefined, id: string | undefined): Beside | null {
  if (!view) return { kind: 'none' };
  if (view === 'topics' || view === 'about') return { kind: view };
  if (view === 't' && id) return { kind: 'thread', rootId: id };
  return view === 'p' && id ? { kind: 'post', postId: id } : null;
}

function Inside() {
  const administers = account.value?.roles.includes('administrator') ?? false;
  return (
    <div class="shell">
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <Rail />
      <main id="main">
        <ConnectionLine />
        <Switch>
          <Route path="/">
            <Start />
          </Route>
          {(['offer', 'request'] as const).map((kind) => (
            <Route<{ slug: string; from?: string }> key={kind} path={`/c/:slug/${kind}/:from?`}>
              {({ slug, from }) => (
                <ListingForm key={kind} slug={decoded(slug)} kind={kind} from={from} />
              )}
            </Route>
          ))}
          <Route<{ slug: string; view?: string; id?: string }> path="/c/:slug/:view?/:id?">
            {({ slug, view, id }) => {
              const beside = besideOf(view, id);
              return beside ? <ChannelPage slug={decoded(slug)} beside={beside} /> : <Unknown />;
            }}
          </Route>
          <Route path="/channels">
            <Browse />
          </Route>
          <Route path="/invitations">
            <InvitationsPage />
          </Route>
          <Route path="/mentions">
            <Mentions />
          </Route>
          <Route path="/drafts">
            <Drafts />
          </Route>
          <Route path="/clusters">
            <Directory />
          </Route>
          <Route path="/clusters/:slug">
            {({ slug }) => <ClusterPage key={slug} slug={decoded(slug)} />}
          </Route>
          <Route path="/people/:handle">
            {({ handle }) => <PersonPage handle={decoded(handle)} />}
          </Route>
          <Route path="/members">{moderatesAll() ? <MembersPage /> : <Unknown />}</Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route path="/setup">{administers ? <SetupPage /> : <Unknown />}</Route>
          <Route path="/administration">{administers ? <Administration /> : <Unknown />}</Route>
          <Route<{ view?: string; id?: string }> path="/exchange/:view?/:id?">
            {({ view, id }) => <ExchangePage view={view} id={id} />}
          </Route>
          <Route path="/listings/:id">{({ id }) => <ListingPage key={id} id={id} />}</Route>
          <Route path="/listings/:id/edit">{({ id }) => <ListingEdit key={id} id={id} />}</Route>
          <Route path="/nodes">{administers ? <Dashboard /> : <Unknown />}</Route>
          <Route path="/sign-in">
            <Redirect to="/" replace />
          </Route>
          <Route path="/register">
            <Redirect to="/" replace />
          </Route>
          <Route>
            <Unknown />
          </Route>
        </Switch>
      </main>
      <Dialogs />
      <Notice />
      <Announcer />
    </div>
  );
}

function Unknown() {
  return (
    <section class="page">
      <h1 class="hidden">{forumName.value}</h1>
      <Empty action={<a href="/">{t('back')}</a>}>{t('unknownPage')}</Empty>
    </section>
  );
}

/** On a phone the rail is the start page; elsewhere the liveliest channel is. Who is new comes to the first channel. */
function Start() {
  const liveliest = joined.value?.[0]?.channel;
  const lands = landing.value && joined.value !== undefined;
  const first = firstChannel.value;
  useEffect(() => {
    if (!lands) return;
    landing.value = false;
    if (first) navigate(`/c/${first.slug}`, { replace: true });
  }, [lands]);
  if (setupDue.value) return <Redirect to="/setup" replace />;
  if (lands || narrow.matches || !joined.value) return <h1 class="hidden">{forumName.value}</h1>;
  return liveliest ? <Redirect to={`/c/${liveliest.slug}`} replace /> : <NoChannel />;
}

function NoChannel() {
  const action = channels.value?.length ? (
    <a class="button primary" href="/channels">
      {t('rail.browse')}
    </a>
  ) : (
    <button type="button" class="primary" onClick={() => openDialog('create-channel')}>
      {t('channel.create')}
    </button>
  );
  return <Empty action={action}>{t('channel.noneJoined')}</Empty>;
}

/** ms without connection after which it is said. */
const patience = 2000;

function ConnectionLine() {
  const [late, setLate] = useState(false);
  const isConnected = connected.value;
  useEffect(() => {
    if (isConnected) return setLate(false);
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, [isConnected]);
  return (
    <p class="connection" role="status">
      {late && !isConnected ? t('reconnecting') : ''}
    </p>
  );
}
